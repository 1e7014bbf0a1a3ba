/**
 * Asks an issuer for its metadata, where MCP clients look for it: RFC 8414 first, then OpenID Connect Discovery. No redirect
 * is followed, and nothing is sent to an address that is not public.
 */

import { createProviderFetch } from '../../src/egress/provider-fetch.ts';
import { isLoopbackAddress } from '../../src/egress/public-address.ts';
import { OAUTH_LIMITS } from '../../src/oauth/limits.ts';
import { type ProviderFetchCode, ProviderFetchError } from '../../src/oauth/provider-fetch.ts';
import { metadataPlaces } from '../../src/oauth/remote/authorization-server-metadata.ts';
import { readMetadata, textOf } from '../../src/oauth/remote/read-metadata.ts';
import { OperatorError } from '../operator-error.ts';
import { abilitiesOf, type IssuerAbilities } from './issuer-abilities.ts';
import { shown } from './shown.ts';

/** Milliseconds for each document: as long as Claude waits (claude.com/docs/connectors/building/authentication). */
const DEADLINE = 10_000;

export interface ReadIssuer {
  /** Where the document was. */
  place: string;
  abilities: IssuerAbilities;
}

/** @throws {OperatorError} for an issuer that is none, or has no metadata that a client would use. */
export async function readIssuer(issuer: string): Promise<ReadIssuer> {
  if (!isIssuer(issuer))
    throw new OperatorError(
      'The issuer must be an https URL without user, query and fragment, exactly as tokens contain it in iss.',
    );
  const fetch = createProviderFetch({
    ...{ deadline: DEADLINE, maxBody: OAUTH_LIMITS.metadata },
    // The operator named the issuer of an own machine, as `npm start` runs one.
    allowLoopbackOverHttp_localOnly: isLocal(issuer),
  });
  const places = metadataPlaces(issuer);
  for (const place of places) {
    const document = await readMetadata(fetch, place).catch(throwPlain);
    if (document) return { place, abilities: judged(document, issuer) };
  }
  throw new OperatorError(
    `The issuer has no metadata. Each of these answered another status than 200, or no JSON object: ${places.map(shown).join(', ')}. A redirect is not followed.`,
  );
}

/** RFC 8414 section 3.3: the document's `issuer` is the one that was asked for, character by character. */
function judged(document: Record<string, unknown>, issuer: string): IssuerAbilities {
  const claimed = textOf(document.issuer);
  if (claimed === issuer) return abilitiesOf(document);
  throw new OperatorError(
    claimed === undefined
      ? 'The metadata does not say whose it is: it has no issuer. MCP clients refuse it.'
      : `The metadata says that its issuer is ${shown(claimed)}, and not ${shown(issuer)}. MCP clients refuse it. Write the issuer exactly as its metadata and its tokens do.`,
  );
}

function isIssuer(text: string): boolean {
  const url = URL.parse(text);
  if (!url || /[?#\s]/.test(text) || url.username || url.password) return false;
  return url.protocol === 'https:' || isLocal(text);
}

function isLocal(text: string): boolean {
  const { protocol, hostname } = new URL(text);
  const host = hostname.replace(/^\[|\]$/g, '');
  return protocol === 'http:' && (host === 'localhost' || isLoopbackAddress(host));
}

const SENTENCES: Record<ProviderFetchCode, string> = {
  address_not_allowed:
    'The issuer is not at a public https address on port 443, where clients of the cloud could reach it. Nothing was sent.',
  deadline: `The issuer did not answer within ${DEADLINE / 1_000} seconds.`,
  too_large: `The issuer's metadata has more than ${OAUTH_LIMITS.metadata / 1_024} KiB.`,
  network: 'The issuer cannot be reached: its name, its certificate or its connection failed.',
};

function throwPlain(error: unknown): never {
  throw error instanceof ProviderFetchError ? new OperatorError(SENTENCES[error.code]) : error;
}
