import { VERIFIED } from '../../contract/identifiers.ts';
import type { OAuthFacts } from '../../oauth/provider.ts';
import { asUserAgent } from '../../oauth/provider-fetch.ts';
import { resolveFacts, withConnectionFacts } from '../../oauth/resolve-facts.ts';
import type { TokenEndpointContext } from '../../oauth/token-endpoint.ts';
import type { Secret } from '../../vault/secret.ts';
import { appDestination } from '../destination.ts';
import type { Ports } from '../ports.ts';
import { appPlace } from '../sealed-places.ts';
import type { ConnectionKey } from '../stores.ts';
import { checkDestination, currentValues, type RowDestination } from './check-destination.ts';
import { findProvider } from './find-provider.ts';
import type { PinnedApp } from './pinned-app.ts';
import { readAppOnce } from './read-app.ts';

/** The ports that read an app's credentials. */
export type AppPorts = Pick<Ports, 'apps' | 'platformSecrets' | 'vault' | 'catalogue' | 'fetch'>;

/**
 * The facts of the app's provider, with the variables filled in as the catalogue has them now. Undefined: the provider does
 * not exist. Throws VaultError, or ForeignDestination for variables that cannot be chosen.
 */
export async function pinnedFacts(
  ports: Pick<Ports, 'catalogue' | 'apps' | 'vault'>,
  app: PinnedApp,
): Promise<OAuthFacts | undefined> {
  const provider = await findProvider(ports, app);
  return provider && resolveFacts(provider.oauth, currentValues(provider, app.variables ?? {}));
}

/**
 * The context of token endpoint requests as this app, for the row of a connection or a consent session. Undefined: the
 * provider or the app's secret is missing, which is a fault of configuration and says nothing about any grant (T130). Throws
 * VaultError, or ForeignDestination for a row that may not go where it says.
 */
export async function appCredentials(
  ports: AppPorts,
  key: ConnectionKey,
  row: RowDestination,
): Promise<TokenEndpointContext | undefined> {
  const read = readAppOnce(ports, row);
  const provider = await findProvider(ports, row, read);
  if (!provider) return undefined;
  const variables = checkDestination(ports, key, row, provider);
  const facts = resolveFacts(provider.oauth, variables);
  const clientSecret = facts.clientAuthentication === 'none' ? undefined : await readSecret(ports, row, read);
  if (!clientSecret && facts.clientAuthentication !== 'none') return undefined;
  const fetch = asUserAgent(ports.fetch, facts.userAgent);
  return withConnectionFacts(
    { facts, clientId: row.clientId, clientSecret, variables, fetch },
    row.facts ?? {},
  );
}

/** Like {@link appCredentials}, with the secret read now, past every cache. */
export function freshCredentials(
  ports: AppPorts,
  key: ConnectionKey,
  row: RowDestination,
): Promise<TokenEndpointContext | undefined> {
  const { platformSecrets } = ports;
  const pastCaches: AppPorts['platformSecrets'] = {
    clientSecret: (provider, clientId) => platformSecrets.clientSecret(provider, clientId, 'fresh'),
  };
  return appCredentials({ ...ports, platformSecrets: pastCaches }, key, row);
}

async function readSecret(
  ports: AppPorts,
  pinned: PinnedApp,
  read: ReturnType<typeof readAppOnce>,
): Promise<Secret | undefined> {
  const { provider, appOwner: owner, appVersion: version, clientId } = pinned;
  if (owner === VERIFIED) return ports.platformSecrets.clientSecret(provider, clientId);
  const app = await read();
  if (!app?.sealedSecret) return undefined;
  const place = appPlace({ owner, provider, version }, 'sealedSecret', appDestination(app));
  return ports.vault.open(place, app.sealedSecret);
}
