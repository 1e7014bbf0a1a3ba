/** A provider on loopback that answers as a test says, reached through the real egress; and facts that point to it. */
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import { listenOnLoopback } from '../../local/listen-on-loopback.ts';
import { createProviderFetch } from '../../src/egress/provider-fetch.ts';
import type { OAuthFacts } from '../../src/oauth/provider.ts';
import type { ProviderFetch } from '../../src/oauth/provider-fetch.ts';
import type { TokenEndpointContext } from '../../src/oauth/token-endpoint.ts';
import { Secret } from '../../src/vault/secret.ts';

export interface Recorded {
  method: string;
  path: string;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}
export interface Scripted {
  status?: number;
  headers?: Record<string, string>;
  body?: string;
}

export interface ScriptedProvider {
  origin: string;
  /** Every request that arrived. */
  requests: Recorded[];
}

export const JSON_TYPE = { 'content-type': 'application/json' };

/** Runs until the test ends. */
export async function scriptedProvider(answer: (request: Recorded) => Scripted): Promise<ScriptedProvider> {
  const requests: Recorded[] = [];
  const server = await listenOnLoopback(0, () => async (incoming, response) => {
    const { method = '', url: path = '', headers } = incoming;
    const request = { method, path, headers, body: await text(incoming) };
    requests.push(request);
    const { status = 200, headers: sent = JSON_TYPE, body = '' } = answer(request);
    response.writeHead(status, sent).end(body);
  });
  onTestFinished(server.close);
  return { origin: server.origin, requests };
}

export function egress(): ProviderFetch {
  return createProviderFetch({ deadline: 10_000, maxBody: 64 * 1024, allowLoopbackOverHttp_localOnly: true });
}

export const CLIENT_SECRET = 'client secret: ü/+&=';

/** What a plain provider of RFC 6749 would be. */
export function factsOf(origin: string, changes: Partial<OAuthFacts> = {}): OAuthFacts {
  return {
    issuer: origin,
    authorizationEndpoint: `${origin}/authorize`,
    tokenEndpoint: `${origin}/token`,
    authorizationResponseIss: 'if-present',
    clientAuthentication: 'client_secret_post',
    pkce: 'S256',
    authorizationParameters: {},
    scopes: { parameter: 'scope', always: [], requestSeparator: ' ', answerSeparator: ' ' },
    accessTokenLifetime: 3600,
    refresh: { kind: 'rotating', replay: 'fails' },
    errors: { deadGrant: ['grant_gone'], configuration: ['app_suspended'], transient: ['try_later'] },
    revocation: { kind: 'none', byHandAt: `${origin}/apps` },
    account: { kind: 'endpoint', endpoint: `${origin}/me`, headers: {}, read: () => undefined },
    ...changes,
  };
}

export function contextOf(origin: string, changes: Partial<OAuthFacts> = {}): TokenEndpointContext {
  return {
    facts: factsOf(origin, changes),
    clientId: 'client-1',
    clientSecret: new Secret(CLIENT_SECRET),
    variables: {},
    fetch: egress(),
  };
}

/** The form of a request, as an object. */
export function formOf({ body }: Recorded): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(body));
}
