import type { z } from 'zod';
import { VERIFIED } from '../../contract/identifiers.ts';
import type { ProviderResource } from '../../contract/resources.ts';
import type { Provider } from '../../oauth/provider.ts';
import { becomesClient, type DocumentPlace } from '../../oauth/remote/client-document.ts';
import { customProvider } from '../../providers/custom.ts';
import { describedVariables } from '../../providers/described-variables.ts';
import { remoteProvider } from '../../providers/remote/remote-provider.ts';
import { templateNames } from '../../providers/template-names.ts';
import type { Ports } from '../ports.ts';
import { remoteServerInRow } from '../rows/remote-server-in-row.ts';
import type { Keyed, PublicOAuthApp, PublicServer, ServerKey } from '../stores.ts';
import { allowedApps } from './app-policy.ts';
import { appToUse } from './app-to-use.ts';
import { needsOwnApp } from './needs-own-app.ts';
import { provedCustom } from './proved-custom.ts';
import { isCustom, isRemote } from './provider-kinds.ts';

type ListPorts = Pick<Ports, 'catalogue' | 'reads'> & {
  settings: Pick<Ports['settings'], 'allowedApps'> & DocumentPlace;
};
type Described = z.infer<typeof ProviderResource>;

/**
 * Lists the catalogue and, if a workspace is named, the providers of its own; and whether each can be connected in this
 * environment, and in the workspace. What is listed is not proved; the start of a consent proves it.
 */
export async function listProviders(
  { catalogue, reads, settings }: ListPorts,
  workspaceId: string | undefined,
): Promise<Described[]> {
  const [verifiedApps, ownApps, servers, chosen] = await Promise.all([
    reads.oauthAppsOf(VERIFIED),
    workspaceId === undefined ? [] : reads.oauthAppsOf(workspaceId),
    workspaceId === undefined ? [] : reads.servers(workspaceId),
    workspaceId === undefined ? undefined : reads.appPolicy(workspaceId),
  ]);
  const isVerifiedAllowed = allowedApps(settings.allowedApps, chosen?.allowed) === 'verified-and-own';
  const verified = providersOf(verifiedApps);
  const own = providersOf(ownApps);
  const described = [...catalogue.values(), ...customProvidersOf(catalogue, ownApps)].map((provider) =>
    describe(provider, {
      hasVerified: verified.has(provider.id) && !needsOwnApp(provider),
      hasOwn: own.has(provider.id),
      isRegistered: own.has(provider.id),
      isVerifiedAllowed,
    }),
  );
  const remote = remoteProvidersOf(settings, servers).map(({ provider, isOpen }) =>
    describe(provider, {
      hasVerified: false,
      hasOwn: isOpen || own.has(provider.id),
      isRegistered: own.has(provider.id),
      isVerifiedAllowed: true,
    }),
  );
  return [...described, ...remote];
}

/** Those of remote servers. `isOpen`: the broker becomes a client by itself. */
function remoteProvidersOf(
  settings: DocumentPlace,
  servers: Keyed<ServerKey, PublicServer>[],
): { provider: Provider; isOpen: boolean }[] {
  return servers.flatMap(({ key, record }) => {
    const server = remoteServerInRow(record.remote);
    if (!server) return [];
    const provider = remoteProvider(`remote~${key.serverId}`, { server, method: 'none' });
    const name = record.registration?.name ?? provider.name;
    return [{ provider: { ...provider, name }, isOpen: becomesClient(settings, server) }];
  });
}

function providersOf(apps: PublicOAuthApp[]): ReadonlySet<string> {
  return new Set(apps.filter(({ deletingAt }) => deletingAt === undefined).map(({ provider }) => provider));
}

/** A row is input: a description that this release does not take is left out. */
function customProvidersOf(catalogue: Ports['catalogue'], apps: PublicOAuthApp[]): Provider[] {
  return apps.flatMap(({ provider, custom, variables, deletingAt }) => {
    if (deletingAt !== undefined) return [];
    const described = customOf(catalogue, { custom, variables });
    return described ? [customProvider(provider, described, variables)] : [];
  });
}

function customOf(...described: Parameters<typeof provedCustom>): ReturnType<typeof provedCustom> {
  try {
    return provedCustom(...described);
  } catch {
    return undefined;
  }
}

type Apps = Parameters<typeof appToUse>[0] & {
  /** Of the workspace's own app alone: the client of a remote server can be there without one. */
  isRegistered: boolean;
};

function verifiedApp(provider: Provider, { hasVerified, isVerifiedAllowed }: Apps): Described['verifiedApp'] {
  if (needsOwnApp(provider) || isCustom(provider.id) || isRemote(provider.id)) return 'not_possible';
  if (!isVerifiedAllowed) return 'not_allowed';
  return hasVerified ? 'available' : 'coming_soon';
}

function describe(provider: Provider, apps: Apps): Described {
  const { id, name, products, servers, verified, byo, oauth, source } = provider;
  return {
    id,
    name,
    apps: products,
    servers: servers.map((server) => ({ id: server.id, name: server.name, url: server.url })),
    connectsWith: appToUse(apps),
    verifiedApp: verifiedApp(provider, apps),
    ownApp: apps.isRegistered ? 'registered' : 'none',
    verified,
    byo,
    variables: isRemote(id) ? [] : describedVariables(provider),
    // Servers of a custom provider are registered without its description.
    templateNames: templateNames(isCustom(id) || isRemote(id) ? undefined : provider),
    refresh: oauth.refresh.kind,
    revocation: oauth.revocation.kind === 'none' ? ('none' as const) : oauth.revocation.reach,
    pkce: oauth.pkce === 'S256',
    confidence: source.confidence,
  };
}
