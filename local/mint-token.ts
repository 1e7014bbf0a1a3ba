/**
 * Signs an access token as the identity provider of a state folder does, with the keys in that folder and without any
 * listener (T251). Who can read the keys of a folder is its issuer; nobody else gets a token here.
 */
import { randomUUID } from 'node:crypto';
import { importJWK, type JWK, SignJWT } from 'jose';
import { readIssuer } from './issuer-file.ts';
import { readOidcKeys } from './oidc-keys.ts';
import { PEOPLE, type PersonId, WORKSPACE_CLAIM } from './people.ts';

/** There is nothing to sign with or for. The message is one sentence for a person. */
export class CannotSign extends Error {}

export interface TokenRequest {
  stateDir: string;
  person: PersonId;
  audience: string;
  /** Until the token ends. */
  minutes: number;
  /** Milliseconds since the epoch. */
  now: number;
}

/** Where a local identity provider listens. A stage's issuer is https and has keys of its own. */
const LOCAL_ISSUER = /^http:\/\/127\.0\.0\.1:\d{1,5}$/;

/** The signed token (RFC 9068). Rejects with CannotSign or ReadableByOthers. */
export async function mintToken({ stateDir, person, audience, minutes, now }: TokenRequest): Promise<string> {
  const { issuer, key } = await signerIn(stateDir);
  const issuedAt = Math.floor(now / 1000);
  return new SignJWT({ [WORKSPACE_CLAIM]: workspacesOf(person), client_id: 'npm-run-token' })
    .setProtectedHeader({ alg: 'RS256', typ: 'at+jwt' })
    .setIssuer(issuer)
    .setSubject(person)
    .setAudience(audience)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + minutes * 60)
    .setJti(randomUUID())
    .sign(key);
}

async function signerIn(stateDir: string) {
  const [keys, issuer] = await Promise.all([
    readOidcKeys('identity-provider', stateDir),
    readIssuer(stateDir),
  ]);
  const [jwk] = keys?.jwks.keys ?? [];
  if (!jwk || issuer === undefined)
    throw new CannotSign(`There is no state of npm start in ${stateDir}: run npm start first.`);
  if (!LOCAL_ISSUER.test(issuer))
    throw new CannotSign(
      `The issuer in ${stateDir} is not of this machine: tokens are signed for a local one alone.`,
    );
  return { issuer, key: await importJWK(jwk as JWK, 'RS256') };
}

function workspacesOf(person: PersonId): readonly string[] {
  return PEOPLE.find(({ id }) => id === person)?.workspaces ?? [];
}
