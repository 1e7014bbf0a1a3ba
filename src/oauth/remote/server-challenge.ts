/** What a remote MCP server says to a request without a token (RFC 6750 section 3, RFC 9728 section 5.1). */
import { processRevocationResponse, WWWAuthenticateChallengeError } from 'oauth4webapi';
import { SCOPE_TOKEN } from '../../contract/identifiers.ts';
import { OAUTH_LIMITS } from '../limits.ts';
import type { ProviderAnswer, ProviderFetch } from '../provider-fetch.ts';
import { HANDSHAKE, LIST_OF_TOOLS, questionTo } from './mcp-question.ts';

/** What of a challenge is used. */
export interface ServerChallenge {
  /** The URL of the resource's metadata, if it is one of the server's own origin. */
  metadataUrl?: string;
  scopes?: string[];
}

/**
 * Asks the server without a token: for its tools, as a client of 2026-07-28 does, and if that is not challenged for the handshake
 * of older revisions. Empty: it did not challenge, which proves nothing, since some servers challenge a call alone. Rejects like
 * `fetch`.
 */
export async function askForChallenge(fetch: ProviderFetch, url: string): Promise<ServerChallenge> {
  for (const question of [LIST_OF_TOOLS, HANDSHAKE]) {
    const response = await fetch(questionTo(url, question));
    if (response.status === 401) return challengeOf(response, url);
  }
  return {};
}

async function challengeOf(response: ProviderAnswer, url: string): Promise<ServerChallenge> {
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
async function bearerParameters({
  headers,
}: ProviderAnswer): Promise<Readonly<{ resource_metadata?: string; scope?: string }>> {
  try {
    const challenge = headers.get('www-authenticate');
    await processRevocationResponse(
      new Response(null, {
        status: 401,
        headers: challenge === null ? {} : { 'www-authenticate': challenge },
      }),
    );
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
