/** An identity provider with an endpoint, a client that registered itself, and the browser of a person. */
import { createHash, randomBytes } from 'node:crypto';
import { decodeJwt } from 'jose';
import { onTestFinished } from 'vitest';
import { Browserless, type VisitedPage } from '../../../local/browserless.ts';
import { type IdentityProviderInput, startIdentityProvider } from '../../../local/identity-provider.ts';
import { stateDir } from '../state-dir.ts';

export const DASHBOARD = 'http://127.0.0.1:4100';
export const ENDPOINT = 'http://127.0.0.1:3005/mcp';
export const EVIL = 'https://evil.example/cb';

export interface Tokens {
  access_token: string;
  refresh_token?: string;
  id_token?: string;
  scope?: string;
  error?: string;
}

/** Ends with the test. */
export async function startProvider(given: Partial<IdentityProviderInput> = {}) {
  const input = {
    port: 0,
    dashboardUrl: DASHBOARD,
    endpointAddress: ENDPOINT,
    stateDir: stateDir(),
    ...given,
  };
  const provider = await startIdentityProvider(input);
  let closed: Promise<void> | undefined;
  const close = () => (closed ??= provider.close());
  onTestFinished(close);
  return { ...provider, close, stateDir: input.stateDir };
}

/** What MCP clients send. */
export const METADATA = {
  client_name: 'Notebook',
  redirect_uris: [EVIL],
  grant_types: ['authorization_code', 'refresh_token'],
  response_types: ['code'],
  token_endpoint_auth_method: 'none',
};

export async function register(issuer: string, metadata: object = {}) {
  const response = await fetch(`${issuer}/reg`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...METADATA, ...metadata }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

/** Registers and returns the client id. */
export async function clientOf(issuer: string, metadata: object = {}): Promise<string> {
  const { body } = await register(issuer, metadata);
  return String(body.client_id);
}

export interface Authorization {
  url: string;
  verifier: string;
  redirectUri: string;
  clientId: string;
}

/** `changes` with the value undefined leave a parameter out; a list is sent once for each member. */
export function authorization(
  issuer: string,
  clientId: string,
  changes: Record<string, string | readonly string[] | undefined> = {},
): Authorization {
  const verifier = randomBytes(32).toString('base64url');
  const parameters = {
    response_type: 'code',
    client_id: clientId,
    redirect_uri: EVIL,
    resource: ENDPOINT,
    state: 'of-the-client',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...changes,
  };
  const url = new URL('/auth', issuer);
  for (const [name, value] of Object.entries(parameters))
    for (const one of [value ?? []].flat()) url.searchParams.append(name, one);
  return { url: url.href, verifier, clientId, redirectUri: String(parameters.redirect_uri) };
}

/** A browser that stops where it would leave the identity provider. */
export function browserOf(issuer: string): Browserless {
  return new Browserless({ stopAt: ({ origin }) => origin !== issuer });
}

/** A browser in which a person has signed in at the dashboard. */
export async function signedIn(issuer: string, name = 'Ada'): Promise<Browserless> {
  const browser = browserOf(issuer);
  const { url } = authorization(issuer, 'dashboard', {
    ...{ redirect_uri: `${DASHBOARD}/`, resource: undefined, scope: 'openid' },
  });
  const back = await browser.press(await browser.open(url), name);
  if (parameter(back, 'code') === null) throw new Error(`nobody signed in: ${back.url}`);
  return browser;
}

export function parameter(page: VisitedPage, name: string): string | null {
  return new URL(page.url).searchParams.get(name);
}

export async function token(issuer: string, parameters: Record<string, string>): Promise<Tokens> {
  const body = new URLSearchParams(parameters);
  return (await (await fetch(`${issuer}/token`, { method: 'POST', body })).json()) as Tokens;
}

/** The exchange of a code (RFC 6749 section 4.1.3). */
export function exchange(
  issuer: string,
  asked: Authorization,
  code: string,
  more: Record<string, string> = {},
) {
  return token(issuer, {
    grant_type: 'authorization_code',
    client_id: asked.clientId,
    redirect_uri: asked.redirectUri,
    code_verifier: asked.verifier,
    code,
    ...more,
  });
}

/** The whole way of a client, with a person who allows it. */
export async function tokensFor(
  issuer: string,
  clientId: string,
  changes: Parameters<typeof authorization>[2] = {},
  person = 'Ada',
): Promise<Tokens> {
  const browser = await signedIn(issuer, person);
  const asked = authorization(issuer, clientId, changes);
  const back = await browser.press(await browser.open(asked.url), 'Allow');
  return exchange(issuer, asked, parameter(back, 'code') ?? '');
}

export const claimsOf = (tokens: Tokens) => decodeJwt(tokens.access_token);
