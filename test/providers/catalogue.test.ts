/** What every provider's definition must be, whoever adds one. Covers src/providers. */
import { describe, expect, it } from 'vitest';
import { demoProvider } from '../../local/demo-provider-facts.ts';
import { ConnectionId, ProviderId } from '../../src/contract/resources/identifier-schemas.ts';
import { ProviderResource } from '../../src/contract/resources.ts';
import type { Provider } from '../../src/oauth/provider.ts';
import { CATALOGUE } from '../../src/providers/catalogue.ts';
import { catalogueFaults, definitionFaults } from './definition-faults.ts';

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

  it('T007 T009 T010 T011 T022 T043 T143 T146 T176 T245: is a definition without fault', () => {
    expect(provider === demo ? definitionFaults(provider) : catalogueFaults(provider)).toEqual([]);
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
      ownApp: 'none',
      refresh: 'none',
      revocation: 'none',
    };
    expect(ProviderResource.safeParse(shown).error).toBeUndefined();
  });
});

it('no two servers share an id, and no two products of a provider', () => {
  const servers = all.flatMap((provider) => provider.servers.map(({ id }) => id));
  expect(new Set(servers).size).toBe(servers.length);
  for (const { products } of all) expect(new Set(products.map(({ id }) => id)).size).toBe(products.length);
});
