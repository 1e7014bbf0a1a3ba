import type { z } from 'zod';
import { VERIFIED } from '../../contract/identifiers.ts';
import type { ProviderResource } from '../../contract/resources.ts';
import type { Provider } from '../../oauth/provider.ts';
import type { Ports } from '../ports.ts';
import { allowedApps } from './app-policy.ts';

type ListPorts = Pick<Ports, 'catalogue' | 'reads'> & { settings: Pick<Ports['settings'], 'allowedApps'> };
type VerifiedApp = z.infer<typeof ProviderResource>['verifiedApp'];

/**
 * Lists the catalogue, and whether a verified app can be used for each provider: in this environment, and in the workspace
 * if one is named. What is listed is not proved; the start of a consent proves it.
 */
export async function listProviders(
  { catalogue, reads, settings }: ListPorts,
  workspaceId: string | undefined,
): Promise<z.infer<typeof ProviderResource>[]> {
  const chosen = workspaceId === undefined ? undefined : await reads.appPolicy(workspaceId);
  const isAllowed = allowedApps(settings.allowedApps, chosen?.allowed) === 'verified-and-own';
  const verified = new Set((await reads.oauthAppsOf(VERIFIED)).map((app) => app.provider));
  const verifiedApp = (id: string): VerifiedApp => {
    if (!isAllowed) return 'not_allowed';
    return verified.has(id) ? 'available' : 'coming_soon';
  };
  return [...catalogue.values()].map((provider) => describe(provider, verifiedApp(provider.id)));
}

function describe(provider: Provider, verifiedApp: VerifiedApp) {
  const { id, name, products, servers, verified, byo, oauth, source, variables = {} } = provider;
  return {
    id,
    name,
    apps: products,
    servers: servers.map((server) => ({ id: server.id, name: server.name, url: server.url })),
    verifiedApp,
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
