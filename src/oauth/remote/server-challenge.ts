/** What a remote MCP server says to a request without a token (RFC 6750 section 3, RFC 9728 section 5.1). */
import { processRevocationResponse, WWWAuthenticateChallengeError } from 'oauth4webapi';
import { SCOPE_TOKEN } from '../../contract/identifiers.ts';
import { OAUTH_LIMITS } from '../limits.ts';
import type { ProviderFetch } from '../provider-fetch.ts';

/** What of a challenge is used. */
export interface ServerChallenge {
  /** The URL of the resource's metadata, if it is one of the server's own origin. */
  metadataUrl?: string;
  scopes?: string[];
}

/** The body of the question: the handshake of 2025-11-25 and older, which a server of 2026-07-28 refuses after the token. */
const INITIALIZE = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: {
    protocolVersion: '2025-11-25',
    capabilities: {},
    clientInfo: { name: 'Connections', version: '1' },
  },
};

/**
 * Asks the server without a token. Empty: it did not challenge, which proves nothing, since some servers challenge a call alone.
 * Rejects like `fetch`.
 */
export async function askForChallenge(fetch: ProviderFetch, url: string): Promise<ServerChallenge> {
  const response = await fetch({
    url,
    method: 'POST',
    headers: { accept: 'application/json, text/event-stream', 'content-type': 'application/json' },
    body: JSON.stringify(INITIALIZE),
    sizeLimit: OAUTH_LIMITS.metadata,
  });
  return response.status === 401 ? challengeOf(response, url) : {};
}

async function challengeOf(response: Response, url: string): Promise<ServerChallenge> {
  const { resource_metadata: metadata, scope } = await bearerParameters(response);
  const scopes = scope?.split(' ').filter((each) => each !== '');
  const areScopes =
    scopes && scopes.length <= OAUTH_LIMITS.askedScopes && scopes.every((each) => SCOPE_TOKEN.test(each));
  return {
    ...(metadata !== undefined && isOfOrigin(metadata, url) && { metadataUrl: metadata }),
    ...(areScopes && { scopes }),
  };
}

/** oauth4webapi exports its parser of challenges by its errors alone; any answer of status 401 is good for it. */
async function bearerParameters(
  response: Response,
): Promise<Readonly<{ resource_metadata?: string; scope?: string }>> {
  try {
    await processRevocationResponse(response);
  } catch (error) {
    if (!(error instanceof WWWAuthenticateChallengeError)) return {};
    return error.cause.find(({ scheme }) => scheme === 'bearer')?.parameters ?? {};
  }
  return {};
}

/** A document of another origin could name any authorization server for this one (T188). */
function isOfOrigin(text: string, url: string): boolean {
  const given = URL.parse(text);
  return (
    given !== null &&
    given.origin === new URL(url).origin &&
    !given.username &&
    !given.password &&
    !given.hash
  );
}
