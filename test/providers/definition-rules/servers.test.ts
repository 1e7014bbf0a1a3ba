/**
 * Covers test/providers/definition-rules/servers.ts, test/providers/definition-rules/addresses.ts,
 * test/providers/definition-rules/endpoints.ts, test/providers/definition-rules/source.ts.
 */
import { describe, expect, it } from 'vitest';
import type { Provider } from '../../../src/oauth/provider.ts';
import { google } from '../../../src/providers/google.ts';
import { catalogueFaults } from '../definition-faults.ts';
import { withOAuth } from './with-oauth.ts';

const [gmail] = google.servers as [Provider['servers'][number]];
const server = (changes: object) => ({ ...google, servers: [{ ...gmail, ...changes }] });
const source = (changes: Partial<Provider['source']>) => ({
  ...google,
  source: { ...google.source, ...changes },
});
const { account, revocation } = google.oauth;

describe('a definition is at fault when it has', () => {
  it.each<[string, Provider, string]>([
    ['a server of another provider', server({ provider: 'github' }), 'of another provider'],
    [
      'a server at a strange host',
      server({ allowedHosts: ['evil.example'] }),
      'at a host that it does not allow',
    ],
    ['a server that wants the unknown', server({ scopes: ['admin'] }), 'a scope that nobody can grant'],
    [
      'T148: a server that lets cookies through',
      server({ removeHeaders: [] }),
      'lets the caller’s credentials',
    ],
    [
      'a server that gets no token',
      server({ placements: [{ in: 'header', name: 'Authorization', value: 'Bearer' }] }),
      'without the token',
    ],
    [
      'an API header without the token',
      { ...google, api: { ...google.api, authorization: 'Bearer' } },
      'an API header',
    ],
    ['no host of its API', { ...google, api: { ...google.api, hosts: [] } }, 'no host of its API'],
    ['a server with a member too many', server({ token: 'x' }), `${gmail.id} is no registration`],
    ['a server of no known binding', server({ binding: 'sometimes' }), `${gmail.id} is no registration`],
    [
      'T011: an endpoint without TLS',
      withOAuth(google, { tokenEndpoint: 'http://oauth2.googleapis.com/token' }),
      'odd address http://oauth2.googleapis.com/token',
    ],
    [
      'T011: a refresh endpoint at another port',
      withOAuth(google, { refreshEndpoint: 'https://oauth2.googleapis.com:8443/token' }),
      'odd address https://oauth2.googleapis.com:8443/token',
    ],
    [
      'T146: an account endpoint with userinfo',
      withOAuth(google, { account: { ...account, endpoint: 'https://x@googleapis.com/' } as typeof account }),
      'odd address https://x@googleapis.com/',
    ],
    [
      'T146: an account label from an address of digits',
      withOAuth(google, {
        account: { ...account, label: { endpoint: 'https://127.0.0.1/', read: () => 'x' } } as typeof account,
      }),
      'odd address https://127.0.0.1/',
    ],
    [
      'T146: tenants from a host of one label',
      withOAuth(google, { tenants: { endpoint: 'https://tenants/', id: 'x', read: () => [] } }),
      'odd address https://tenants/',
    ],
    [
      'T011: a page for people without TLS',
      withOAuth(google, { revocation: { ...revocation, byHandAt: 'http://myaccount.google.com/' } }),
      'odd address http://myaccount.google.com/',
    ],
    [
      'a token endpoint with a query',
      withOAuth(google, { tokenEndpoint: 'https://oauth2.googleapis.com/token?a=b' }),
      'a query or a fragment in https://oauth2.googleapis.com/token?a=b',
    ],
    [
      'an issuer with a fragment',
      withOAuth(google, { issuer: 'https://accounts.google.com/#a' }),
      'a query or a fragment in https://accounts.google.com/#a',
    ],
    [
      'T146: an API at any host',
      { ...google, api: { ...google.api, hosts: ['*.googleapis.com'] } },
      'odd host *.googleapis.com',
    ],
    ['no documents', source({ documents: [] }), 'no documents'],
    ['a document without TLS', source({ documents: ['http://x.example/'] }), 'a document that is not https'],
    ['a document that is no URL', source({ documents: ['RFC 6749'] }), 'a document that is not https'],
    ['a day that no calendar has', source({ checkedOn: '2026-02-30' }), 'no day of the check'],
    ['a day in words', source({ checkedOn: 'today' }), 'no day of the check'],
  ])('%s', (_title, provider, fault) => {
    expect(catalogueFaults(provider).join('\n')).toContain(fault);
  });

  it('and is not when it has not', () => {
    expect(catalogueFaults(google)).toEqual([]);
  });
});
