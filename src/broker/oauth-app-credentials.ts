import { VERIFIED } from '../contract/identifiers.ts';
import type { TokenEndpointContext } from '../oauth/token-endpoint.ts';
import type { Secret } from '../vault/secret.ts';
import type { AppKey, Ports } from './ports.ts';
import { appSecretPlace } from './sealed-places.ts';

type Needs = Pick<Ports, 'apps' | 'platformSecrets' | 'vault' | 'catalogue' | 'fetch'>;

/** What a connection or a consent session pins: the app that minted its tokens, and no other (invariant I3). */
export interface PinnedApp {
  provider: string;
  appOwner: string;
  appVersion: number;
  clientId: string;
}

/**
 * Everything to talk to the provider as that app. Undefined: the provider or the app's secret is missing, which is a
 * fault of configuration and says nothing about any grant (T130).
 */
export async function appCredentials(
  ports: Needs,
  app: PinnedApp,
): Promise<TokenEndpointContext | undefined> {
  const provider = ports.catalogue.get(app.provider);
  const clientSecret = provider && (await readSecret(ports, app));
  if (!clientSecret) return undefined;
  return { facts: provider.oauth, clientId: app.clientId, clientSecret, fetch: ports.fetch };
}

async function readSecret(ports: Needs, app: PinnedApp): Promise<Secret | undefined> {
  if (app.appOwner === VERIFIED) return ports.platformSecrets.clientSecret(app.provider, app.clientId);
  const key: AppKey = { owner: app.appOwner, provider: app.provider, version: app.appVersion };
  const record = await ports.apps.read(key);
  return record?.sealedSecret && ports.vault.open(appSecretPlace(key), record.sealedSecret);
}
