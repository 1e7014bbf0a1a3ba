/** Assertions that several scripts make about what they are sent. They throw with what was expected. */
import { createHash } from 'node:crypto';
import type { ScriptClient, ScriptRequest } from './script.ts';

export function must(holds: unknown, what: string): asserts holds {
  if (!holds) throw new Error(`not as documented: ${what}`);
}

/** The parameters of RFC 6749 section 4.1.1; returns the state. */
export function checkAuthorization(
  url: URL,
  client: ScriptClient,
  wanted: { at: string; parameters?: Record<string, string> },
): string {
  must(
    `${url.origin}${url.pathname}` === wanted.at,
    `authorization at ${wanted.at}, was ${url.origin}${url.pathname}`,
  );
  const expected = {
    response_type: 'code',
    client_id: client.clientId,
    redirect_uri: client.redirectUri,
    ...wanted.parameters,
  };
  for (const [name, value] of Object.entries(expected)) {
    must(url.searchParams.get(name) === value, `${name}=${value}, was ${url.searchParams.get(name)}`);
  }
  const state = url.searchParams.get('state');
  must(state && state.length >= 22, 'a state of 128 bits or more');
  return state;
}

/** RFC 7636: the challenge of the authorization request, to compare with the verifier later. */
export function challengeOf(url: URL): string {
  must(url.searchParams.get('code_challenge_method') === 'S256', 'code_challenge_method=S256');
  const challenge = url.searchParams.get('code_challenge');
  must(challenge && /^[\w-]{43}$/.test(challenge), 'a challenge of 43 characters');
  return challenge;
}

export function isVerifierOf(challenge: string, verifier: string | null | undefined): boolean {
  return (
    /^[\w.~-]{43,128}$/.test(verifier ?? '') &&
    createHash('sha256')
      .update(verifier ?? '')
      .digest('base64url') === challenge
  );
}

export function redirectTo(client: ScriptClient, parameters: Record<string, string>): string {
  return `${client.redirectUri}?${new URLSearchParams(parameters)}`;
}

/** The body as a form; a body in another form fails. */
export function form({ headers, body }: ScriptRequest): URLSearchParams {
  must(headers['content-type']?.startsWith('application/x-www-form-urlencoded'), 'a form body');
  return new URLSearchParams(body);
}

export function json({ headers, body }: ScriptRequest): Record<string, unknown> {
  must(headers['content-type']?.startsWith('application/json'), 'a JSON body');
  return JSON.parse(body) as Record<string, unknown>;
}

/** `Authorization: Basic`, with id and secret form-encoded first (RFC 6749 section 2.3.1). */
export function isBasicOf({ headers }: ScriptRequest, client: ScriptClient): boolean {
  const encode = (text: string) => new URLSearchParams({ x: text }).toString().slice(2);
  const expected = Buffer.from(`${encode(client.clientId)}:${encode(client.clientSecret)}`).toString(
    'base64',
  );
  const plain = Buffer.from(`${client.clientId}:${client.clientSecret}`).toString('base64');
  return [`Basic ${expected}`, `Basic ${plain}`].includes(headers.authorization ?? '');
}

export function bearerOf({ headers }: ScriptRequest): string | undefined {
  return /^Bearer (\S+)$/.exec(headers.authorization ?? '')?.[1];
}
