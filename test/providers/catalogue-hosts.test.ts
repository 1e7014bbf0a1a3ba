/**
 * T018: whose hosts are those of the catalogue, compared with the list of public suffixes.
 * Covers src/providers/catalogue-hosts.ts.
 */
import { parse } from 'tldts';
import { describe, expect, it } from 'vitest';
import { SCRIPTED_PROVIDERS } from '../../local/scripted-providers/all-providers.ts';
import { hostsOf } from '../../local/scripted-providers/run-provider.ts';
import type { Provider, ProviderVariable } from '../../src/oauth/provider.ts';
import { CATALOGUE } from '../../src/providers/catalogue.ts';
import { domainsOf, isCatalogueHost } from '../../src/providers/catalogue-hosts.ts';
import { google } from '../../src/providers/google.ts';

/** On the list as suffixes because customers have names there, and all of one provider nevertheless. */
const OWN_SUFFIXES = ['googleapis.com', 'myshopify.com'];

/** Servers of the customers' own, at any host. */
const OF_ANY_HOST = ['github-app-enterprise', 'github-enterprise'];

const domains = [...CATALOGUE.values()].flatMap((provider) =>
  [...domainsOf(provider)].map((domain) => [provider.id, domain] as const),
);
/** A provider whose API is at these hosts. */
const at = (hosts: string[], variables: Record<string, ProviderVariable> = {}): Map<string, Provider> => {
  const { oauth, ...rest } = google;
  const account = { kind: 'token-answer' as const, read: () => undefined };
  const revocation = { kind: 'none' as const, byHandAt: 'https://x.example' };
  const endpoints = { authorizationEndpoint: 'https://x.example', tokenEndpoint: 'https://x.example' };
  const api = { hosts, authorization: 'Bearer {accessToken}' };
  const plain = { ...rest, servers: [], variables, api };
  return new Map([['p', { ...plain, oauth: { ...oauth, ...endpoints, account, revocation } }]]);
};
const variable = (changes: Partial<ProviderVariable>): ProviderVariable => ({
  label: 'x',
  example: 'x',
  pattern: '^[a-z]+$',
  of: 'connection',
  ...changes,
});

describe('T018: every domain of the catalogue', () => {
  it.each(domains)('%s: %s is what one registers, and no suffix of others', (_provider, domain) => {
    expect(parse(`x.${domain}`, { allowPrivateDomains: false }).domain).toBe(domain);
    if (!OWN_SUFFIXES.includes(domain))
      expect(parse(`x.${domain}`, { allowPrivateDomains: true }).domain).toBe(domain);
  });

  it('is found for every provider, and for every host that its script answers at', () => {
    const without = [...CATALOGUE.values()].filter((provider) => domainsOf(provider).size === 0);
    expect(without.map(({ id }) => id)).toEqual(OF_ANY_HOST);
    for (const scripted of SCRIPTED_PROVIDERS.filter(({ provider }) => !OF_ANY_HOST.includes(provider)))
      for (const host of [...hostsOf(scripted), new URL(scripted.authorization.at).host])
        expect(isCatalogueHost(CATALOGUE, host), `${scripted.provider}: ${host}`).toBe(true);
  });
});

describe('T018: a host under a suffix that many share', () => {
  const zoho = at(['accounts.zoho.com.au', '{label}.api.example.co.uk'], { label: variable({}) });
  it.each(['zoho.com.au', 'accounts.zoho.com.au', 'x.accounts.zoho.com.au', 'any.api.example.co.uk'])(
    'is the provider’s: %s',
    (host) => expect(isCatalogueHost(zoho, host)).toBe(true),
  );
  it.each(['com.au', 'evil.com.au', 'notzoho.com.au', 'zoho.com.au.evil.com.au', 'co.uk', 'other.co.uk'])(
    'is somebody else’s: %s',
    (host) => expect(isCatalogueHost(zoho, host)).toBe(false),
  );
});

describe('T018: all values of a variable', () => {
  const regions = at(['{apiHost}', 'api.{top}'], {
    region: variable({
      default: 'us',
      derives: { us: { apiHost: 'api.us-host.example' }, eu: { apiHost: 'api.eu-host.example' } },
    }),
    location: variable({
      of: 'callback',
      derives: { jp: { top: 'host.co.jp' }, us: { top: 'host.example' } },
    }),
  });
  it.each(['x.us-host.example', 'eu-host.example', 'accounts.host.co.jp', 'host.example'])('%s', (host) =>
    expect(isCatalogueHost(regions, host)).toBe(true),
  );
  it('and the fixed end of a pattern, but not what can be any host', () => {
    const own = at(['{host}', '{any}'], {
      host: variable({ pattern: String.raw`^[a-z]+\.(my\.)?own-host\.example$` }),
      any: variable({ pattern: '^[a-z.]+$', of: 'app' }),
    });
    expect(isCatalogueHost(own, 'acme.my.own-host.example')).toBe(true);
    expect(isCatalogueHost(own, 'own-host.example')).toBe(true);
    for (const host of ['evil.example', 'variable', 'x.variable'])
      expect(isCatalogueHost(own, host)).toBe(false);
  });
});

it.each([
  'API.Zoho.COM.AU',
  'api.zoho.com.au.',
  'api.zoho.com.au:8443',
  'api.zoho.com.au.:443',
  'API.zoho。com.au',
])('T018: a host is the provider’s in every spelling: %s', (host) =>
  expect(isCatalogueHost(at(['api.zoho.com.au']), host)).toBe(true),
);
