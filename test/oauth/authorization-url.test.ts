/** Covers src/oauth/authorization-url.ts. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type AuthorizationRequest, authorizationUrl } from '../../src/oauth/authorization-url.ts';
import type { OAuthFacts } from '../../src/oauth/provider.ts';
import { factsOf } from './scripted-provider.ts';

// RFC 7636 appendix B.
const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
const CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';
const ORIGIN = 'https://provider.example';

function urlWith(facts: Partial<OAuthFacts> = {}, request: Partial<AuthorizationRequest> = {}) {
  return new URL(
    authorizationUrl({
      facts: factsOf(ORIGIN, facts),
      clientId: 'client-1',
      redirectUri: 'https://connections.example/oauth/callback/google/verified',
      state: 'a-state',
      scopes: ['openid', 'mail read'],
      codeVerifier: VERIFIER,
      ...request,
    }),
  );
}

/** What a request consists of, with names that come twice shown twice. */
const parametersOf = (url: URL) => [...url.searchParams].sort();

const EXPECTED = {
  response_type: 'code',
  client_id: 'client-1',
  redirect_uri: 'https://connections.example/oauth/callback/google/verified',
  state: 'a-state',
  scope: 'openid mail read',
  code_challenge: CHALLENGE,
  code_challenge_method: 'S256',
};

describe('the authorization URL', () => {
  it('T007: is the request of RFC 6749 with the S256 challenge of RFC 7636, and the verifier is not in it', () => {
    const url = urlWith();
    expect(`${url.origin}${url.pathname}`).toBe(`${ORIGIN}/authorize`);
    expect(parametersOf(url)).toEqual(Object.entries(EXPECTED).sort());
    expect(createHash('sha256').update(VERIFIER).digest('base64url')).toBe(CHALLENGE);
    expect(url.href).not.toContain(VERIFIER);
  });

  it('T009: has no challenge at all where a provider breaks on it, and never the method “plain”', () => {
    const names = [...urlWith({ pkce: 'breaks-on-challenge' }).searchParams.keys()];
    expect(names.filter((name) => name.startsWith('code_challenge'))).toEqual([]);
    expect(urlWith({ authorizationParameters: { code_challenge_method: 'plain' } }).href).not.toContain(
      'plain',
    );
  });

  it('joins scopes as the provider wants them, and leaves the parameter out when there are none', () => {
    const comma = { parameter: 'scope', always: [], requestSeparator: ',', answerSeparator: ',' } as const;
    const joined = urlWith({ scopes: { ...comma, always: [] } }, { scopes: ['a', 'b'] });
    expect(joined.searchParams.get('scope')).toBe('a,b');
    expect(urlWith({}, { scopes: [] }).searchParams.has('scope')).toBe(false);
  });

  it('escapes what it is given', () => {
    const url = urlWith({}, { state: 'a&client_id=evil#x', clientId: 'client 1&x=y' });
    expect(url.searchParams.get('state')).toBe('a&client_id=evil#x');
    expect(url.searchParams.getAll('client_id')).toEqual(['client 1&x=y']);
    expect(url.hash).toBe('');
  });
});

describe('T010: no facts override a parameter of ours', () => {
  const evil = Object.fromEntries(Object.keys(EXPECTED).map((name) => [name, 'evil']));

  it('not as further parameters', () => {
    const url = urlWith({ authorizationParameters: { ...evil, prompt: 'consent' } });
    expect(parametersOf(url)).toEqual(Object.entries({ ...EXPECTED, prompt: 'consent' }).sort());
  });

  it('not within the endpoint’s own query', () => {
    const authorizationEndpoint = `${ORIGIN}/authorize?${new URLSearchParams({ ...evil, tenant: 'a' })}`;
    const url = urlWith({ authorizationEndpoint });
    expect(parametersOf(url)).toEqual(Object.entries({ ...EXPECTED, tenant: 'a' }).sort());
  });

  it('not even those that this request leaves out', () => {
    const facts = {
      authorizationParameters: evil,
      authorizationEndpoint: `${ORIGIN}/authorize?scope=evil&code_challenge=evil`,
      pkce: 'breaks-on-challenge' as const,
    };
    const url = urlWith(facts, { scopes: [] });
    const { scope, code_challenge, code_challenge_method, ...left } = EXPECTED;
    expect([scope, code_challenge, code_challenge_method]).not.toContain('');
    expect(parametersOf(url)).toEqual(Object.entries(left).sort());
  });
});
