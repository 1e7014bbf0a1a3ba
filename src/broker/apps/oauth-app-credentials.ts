import { VERIFIED } from '../../contract/identifiers.ts';
import type { OAuthFacts } from '../../oauth/provider.ts';
import { resolveFacts } from '../../oauth/resolve-facts.ts';
import type { TokenEndpointContext } from '../../oauth/token-endpoint.ts';
import type { Secret } from '../../vault/secret.ts';
import type { Ports } from '../ports.ts';
import { appSecretPlace } from '../sealed-places.ts';
import type { AppKey } from '../stores.ts';
import { findProvider } from './find-provider.ts';
import type { PinnedApp } from './pinned-app.ts';

/** The facts of the app's provider, with the variables filled in. Undefined: the provider does not exist. */
export async function pinnedFacts(
  ports: Pick<Ports, 'catalogue' | 'apps'>,
  app: Pick<PinnedApp, 'provider' | 'appOwner' | 'appVersion' | 'variables'>,
): Promise<OAuthFacts | undefined> {
  const provider = await findProvider(ports, app);
  return provider && resolveFacts(provider.oauth, app.variables ?? {});
}

/**
 * The context of token endpoint requests as this app. Undefined: the provider or the app's secret is missing, which is
 * a fault of configuration and says nothing about any grant (T130). Throws VaultError.
 */
export async function appCredentials(
  ports: Pick<Ports, 'apps' | 'platformSecrets' | 'vault' | 'catalogue' | 'fetch'>,
  app: PinnedApp,
): Promise<TokenEndpointContext | undefined> {
  const facts = await pinnedFacts(ports, app);
  const clientSecret = facts && (await readSecret(ports, app));
  if (!clientSecret) return undefined;
  return { facts, clientId: app.clientId, clientSecret, variables: app.variables ?? {}, fetch: ports.fetch };
}

async function readSecret(
  ports: Pick<Ports, 'apps' | 'platformSecrets' | 'vault'>,
  app: PinnedApp,
): Promise<Secret | undefined> {
  if (app.appOwner === VERIFIED) return ports.platformSecrets.clientSecret(app.provider, app.clientId);
  const key: AppKey = { owner: app.appOwner, provider: app.provider, version: app.appVersion };
  const record = await ports.apps.read(key);
  // Versions begin at 1 again after a workspace deletes its app, so the client id must match too (invariant I3).
  if (record?.clientId !== app.clientId) return undefined;
  return record.sealedSecret && ports.vault.open(appSecretPlace(key), record.sealedSecret);
}
