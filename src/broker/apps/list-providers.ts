import type { z } from 'zod';
import { VERIFIED } from '../../contract/identifiers.ts';
import type { ProviderResource } from '../../contract/resources.ts';
import type { Provider } from '../../oauth/provider.ts';
import type { Ports } from '../ports.ts';

/** Lists the catalogue, and whether this environment has a verified app for each provider. */
export async function listProviders({
  catalogue,
  reads,
}: Pick<Ports, 'catalogue' | 'reads'>): Promise<z.infer<typeof ProviderResource>[]> {
  const verified = new Set((await reads.oauthAppsOf(VERIFIED)).map((app) => app.provider));
  return [...catalogue.values()].map((provider) => describe(provider, verified.has(provider.id)));
}

function describe(provider: Provider, hasVerifiedApp: boolean) {
  const { id, name, products, servers, verified, byo, oauth, source, variables = {} } = provider;
  return {
    id,
    name,
    apps: products,
    servers: servers.map((server) => ({ id: server.id, name: server.name, url: server.url })),
    verifiedApp: hasVerifiedApp ? ('available' as const) : ('coming_soon' as const),
    verified,
    byo,
    variables: Object.entries(variables).map(([variable, { pattern: _, derives: __, ...shown }]) => ({
      name: variable,
      ...shown,
    })),
    refresh: oauth.refresh.kind,
    revocation: oauth.revocation.kind === 'none' ? ('none' as const) : oauth.revocation.reach,
    pkce: oauth.pkce === 'S256',
    confidence: source.confidence,
  };
}
