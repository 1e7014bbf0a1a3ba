/** What every provider's definition must be, whoever adds one. Covers src/providers. */
import { describe, expect, it } from 'vitest';
import { demoProvider } from '../../local/demo-provider-facts.ts';
import { ConnectionId, ProviderId } from '../../src/contract/identifiers.ts';
import { ProviderResource } from '../../src/contract/resources.ts';
import { Placement, ServerRegistration } from '../../src/contract/servers/server-registration.ts';
import type { Provider } from '../../src/oauth/provider.ts';
import { fill, resolveFacts } from '../../src/oauth/resolve-facts.ts';
import { CATALOGUE } from '../../src/providers/catalogue.ts';
import { registeredServers } from '../../src/providers/server-registrations.ts';
import { catalogueFaults } from './catalogue-faults.ts';
import { definitionFaults, endpointsOf, sampleValues } from './definition-faults.ts';

const LOCAL = 'http://127.0.0.1:4200';
const demo = demoProvider(LOCAL, { notes: `${LOCAL}/notes/mcp`, tasks: `${LOCAL}/tasks/mcp` });
const deployed = [...CATALOGUE.values()];
const all = [...deployed, demo];
const named = (providers: Provider[]) => providers.map((provider) => [provider.id, provider] as const);

it('the catalogue has its providers under their own ids', () => {
  expect(CATALOGUE.size).toBeGreaterThanOrEqual(24);
  for (const [id, provider] of CATALOGUE) expect(provider.id).toBe(id);
});

describe.each(named(all))('%s', (_id, provider) => {
  it('has ids of the grammar', () => {
    expect(ProviderId.parse(provider.id)).toBe(provider.id);
    expect(ConnectionId.parse(`${provider.id}~sales`)).toBe(`${provider.id}~sales`);
    expect(provider.id.startsWith('custom~')).toBe(false);
  });

  it('T011 T143 T245: keeps the rules of the catalogue', () => {
    if (provider !== demo) expect(catalogueFaults(provider)).toEqual([]);
  });

  it('T007 T009 T010 T043: is a definition without fault', () => {
    expect(definitionFaults(provider)).toEqual([]);
  });

  it('has MCP servers that are registrations, as is its own API', () => {
    for (const server of provider.servers) expect(ServerRegistration.parse(server)).toEqual(server);
    const api = registeredServers(new Map([[provider.id, provider]]), []).get(`provider:${provider.id}`);
    expect(ServerRegistration.parse(api?.registration)).toEqual(api?.registration);
    expect(Placement.parse(api?.registration.placements[0])).toMatchObject({
      name: provider.api.header ?? 'Authorization',
    });
  });

  it('can be shown by the API', () => {
    const { id, name, products, servers, byo, verified, source } = provider;
    const shown = {
      id,
      name,
      apps: products,
      servers,
      byo,
      verified,
      variables: [],
      pkce: true,
      confidence: source.confidence,
      connectsWith: 'verified',
      templateNames: ['accessToken'],
      verifiedApp: 'available',
      refresh: 'none',
      revocation: 'none',
    };
    expect(ProviderResource.safeParse(shown).error).toBeUndefined();
  });

  it('T022 T176: finds no account in answers that have none', () => {
    const read = (answer: unknown) => {
      try {
        const { account } = provider.oauth;
        return account.kind === 'token-answer'
          ? account.read(answer as Record<string, unknown>)
          : account.read(answer);
      } catch {
        return undefined;
      }
    };
    const answers = [
      null,
      undefined,
      7,
      'text',
      [],
      {},
      { id: {}, login: [], sub: {}, email: 7 },
      { email: 'a@b' },
      { data: { id: 7 } },
    ];
    expect(answers.map(read)).toEqual(answers.map(() => undefined));
  });
});

describe.each(named(deployed))('T011 T146: %s', (_id, provider) => {
  it('has endpoints that are https, on 443, without userinfo', () => {
    const endpoints = endpointsOf(provider);
    expect(endpoints.length).toBeGreaterThanOrEqual(5);
    for (const endpoint of endpoints) {
      const url = new URL(endpoint);
      expect([url.protocol, url.port, url.username, url.password]).toEqual(['https:', '', '', '']);
      expect(url.hostname).toMatch(/^([a-z0-9-]+\.)+[a-z]{2,}$/);
    }
  });

  it('has protocol endpoints without a query or a fragment', () => {
    const { issuer, authorizationEndpoint, tokenEndpoint } = resolveFacts(
      provider.oauth,
      sampleValues(provider),
    );
    for (const endpoint of [issuer, authorizationEndpoint, tokenEndpoint]) {
      expect([new URL(endpoint).search, new URL(endpoint).hash], endpoint).toEqual(['', '']);
    }
  });

  it('gives the token to hosts of its own, by name', () => {
    const hosts = [...provider.api.hosts, ...provider.servers.flatMap(({ allowedHosts }) => allowedHosts)];
    const values = sampleValues(provider);
    for (const host of hosts) expect(fill(host, values)).toMatch(/^([a-z0-9-]+\.)+[a-z]{2,}$/);
  });

  it('says when and by which documents it was checked', () => {
    const { documents, checkedOn } = provider.source;
    expect(documents.length).toBeGreaterThan(0);
    for (const document of documents) expect(new URL(document).protocol).toBe('https:');
    expect(checkedOn).toMatch(/^20\d\d-\d\d-\d\d$/);
    expect(new Date(checkedOn).toISOString().slice(0, 10)).toBe(checkedOn);
  });
});

it('no two servers or products share an id, and every server’s scopes are its provider’s', () => {
  const servers = all.flatMap((provider) => provider.servers.map(({ id }) => id));
  expect(new Set(servers).size).toBe(servers.length);
  for (const { products } of all) expect(new Set(products.map(({ id }) => id)).size).toBe(products.length);
});
