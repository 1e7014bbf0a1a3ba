/** Covers test/providers/definition-rules/authorization.ts, test/providers/definition-rules/scopes.ts. */
import { describe, expect, it } from 'vitest';
import type { Provider } from '../../../src/oauth/provider.ts';
import { google } from '../../../src/providers/google.ts';
import { definitionFaults } from '../definition-faults.ts';
import { withOAuth } from './with-oauth.ts';

const { scopes } = google.oauth;
const parameters = (authorizationParameters: Record<string, string>) =>
  withOAuth(google, { authorizationParameters });
const A_SCOPE = { scope: 'a', description: 'Read things', default: true };

describe('a definition is at fault when it has', () => {
  it.each<[string, Provider, string]>([
    ['T007 T009: no challenge', withOAuth(google, { pkce: 'breaks-on-challenge' }), 'no S256 challenge'],
    [
      'T010: a reserved parameter',
      parameters({ redirect_uri: 'https://evil.example' }),
      'reserved parameter',
    ],
    ['T010: a reserved parameter in capitals', parameters({ STATE: 'x' }), 'reserved parameter STATE'],
    [
      'T010: a request object, which could say it all',
      parameters({ request_uri: 'x' }),
      'reserved parameter',
    ],
    ['an empty parameter', parameters({ prompt: '' }), 'odd parameter prompt'],
    ['a parameter of two lines', parameters({ prompt: 'a\nb' }), 'odd parameter prompt'],
    ['a parameter with a space at its end', parameters({ prompt: 'consent ' }), 'odd parameter prompt'],
    ['a parameter with an odd name', parameters({ 'prompt=x&state': 'a' }), 'odd parameter prompt=x&state'],
    [
      'an odd parameter in the token request',
      withOAuth(google, { exchangeParameters: { resource: '' } }),
      'odd parameter resource',
    ],
    [
      'an odd parameter in the refresh',
      withOAuth(google, { refreshParameters: { resource: 'ü' } }),
      'odd parameter resource',
    ],
    ['two scopes in one', withOAuth(google, { scopes: { ...scopes, always: ['a b'] } }), 'scope a b'],
    [
      'a scope twice',
      { ...google, products: [{ id: 'x', name: 'X', scopes: [A_SCOPE, A_SCOPE] }] },
      'product x with a scope twice',
    ],
    ['no products', { ...google, products: [] }, 'no product'],
    [
      'no scope by default',
      { ...google, products: [{ id: 'x', name: 'X', scopes: [{ ...A_SCOPE, default: false }] }] },
      'no scope by default',
    ],
    [
      'a scope that says nothing to people',
      { ...google, products: [{ id: 'x', name: 'X', scopes: [{ ...A_SCOPE, description: '' }] }] },
      'a scope without a description',
    ],
    [
      'an odd product id',
      { ...google, products: [{ id: 'X y', name: 'X', scopes: [A_SCOPE] }] },
      'product id X y',
    ],
  ])('%s', (_title, provider, fault) => {
    expect(definitionFaults(provider).join('\n')).toContain(fault);
  });

  it('and is not when it has not', () => {
    expect(definitionFaults(google)).toEqual([]);
    expect(definitionFaults(parameters({ resource: 'https://mcp.example/v2?a=b&c=d e' }))).toEqual([]);
  });
});
