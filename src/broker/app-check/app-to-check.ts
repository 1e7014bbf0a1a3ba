/** The client that a check is about: the stored one, or one that somebody typed and that is held to the rules of storing it. */
import type { CustomProvider, CustomProviderBody } from '../../contract/custom-provider.ts';
import type { Provider } from '../../oauth/provider.ts';
import { isOwnDocument } from '../../oauth/remote/client-document.ts';
import { customProvider } from '../../providers/custom.ts';
import { remoteProvider } from '../../providers/remote/remote-provider.ts';
import type { Secret } from '../../vault/secret.ts';
import type { QuotaPorts } from '../activity/quota.ts';
import { findProvider } from '../apps/find-provider.ts';
import type { PlacePorts } from '../apps/places.ts';
import { isCustom, isRemote } from '../apps/provider-kinds.ts';
import { describeApp, refuseMissingSecret, refusePlatformClient } from '../apps/put-oauth-app.ts';
import { newestApp } from '../apps/read-app.ts';
import type { Caller } from '../caller.ts';
import { appDestination } from '../destination.ts';
import { Problem } from '../errors.ts';
import type { Ports } from '../ports.ts';
import type { OAuthApp } from '../records.ts';
import { methodFor } from '../remote/put-client.ts';
import { remoteRecord } from '../remote/remote-record.ts';
import { appPlace } from '../sealed-places.ts';

/** The ports of a check. */
export type CheckPorts = QuotaPorts &
  PlacePorts &
  Pick<Ports, 'apps' | 'serverRecords' | 'vault' | 'catalogue' | 'fetch' | 'hosts' | 'workspaceMarks'> & {
    settings: Pick<Ports['settings'], 'environment' | 'apiOrigin'>;
  };

/** What an admin wants to know. Without a client id it is about the stored app. */
export interface CheckInput {
  caller: Caller;
  workspaceId: string;
  provider: string;
  clientId?: string | undefined;
  clientSecret?: Secret | undefined;
  variables?: Record<string, string> | undefined;
  custom?: CustomProviderBody | undefined;
}

/** A client with what its token request needs. */
export interface AppToCheck {
  provider: Provider;
  clientId: string;
  clientSecret: Secret | undefined;
  /** Values that the app has. */
  variables: Record<string, string>;
  /** Values that a person would give at a consent. */
  asked?: Record<string, string> | undefined;
  custom?: CustomProvider | undefined;
}

type Given = CheckInput & { clientId: string };

/** The newest version, proved. Throws `unknown_provider`, `app_not_available`, VaultError, or ForeignDestination. */
export async function storedApp(
  ports: CheckPorts,
  { workspaceId: owner, provider: id, variables: asked }: CheckInput,
): Promise<AppToCheck> {
  if (!(ports.catalogue.has(id) || isCustom(id) || isRemote(id))) throw new Problem('unknown_provider');
  const app = await newestApp(ports, owner, id);
  if (!app || app.deletingAt !== undefined) throw new Problem('app_not_available');
  const { version: appVersion, uid: appUid, clientId, variables = {}, custom } = app;
  const pinned = { provider: id, appOwner: owner, appVersion, appUid, clientId, variables };
  const provider = await findProvider(ports, pinned, async () => app);
  if (!provider) throw new Problem('app_not_available');
  return { provider, clientId, clientSecret: await secretOf(ports, owner, app), variables, asked, custom };
}

async function secretOf({ vault }: CheckPorts, owner: string, app: OAuthApp): Promise<Secret | undefined> {
  const { provider, version, sealedSecret } = app;
  if (!sealedSecret) return undefined;
  return vault.open(
    appPlace({ owner, provider, version }, 'sealedSecret', appDestination(app)),
    sealedSecret,
  );
}

/** Like an app that is put. Throws the problems of its checks. */
export async function givenApp(ports: CheckPorts, given: Given): Promise<AppToCheck> {
  const { provider: id, clientId, clientSecret } = given;
  if (!clientSecret) refuseMissingSecret();
  const { variables = {}, custom } = await describeApp(ports, {
    provider: id,
    ...(given.variables && { variables: given.variables }),
    ...(given.custom && { custom: given.custom }),
  });
  await refusePlatformClient(ports, given);
  const provider = custom ? customProvider(id, custom, variables) : ports.catalogue.get(id);
  if (!provider) throw new Problem('unknown_provider');
  return { provider, clientId, clientSecret, variables, custom };
}

/** Like a client of a remote server that is put by hand. Throws `unknown_provider`, `client_id_reserved`, `invalid_request`. */
export async function givenClient(ports: CheckPorts, given: Given): Promise<AppToCheck> {
  const { provider: id, clientId, clientSecret } = given;
  const stored = await remoteRecord(ports, given);
  if (!stored) throw new Problem('unknown_provider');
  const { server } = stored;
  const method = methodFor(server.clientMethods, clientSecret);
  if (isOwnDocument(ports.settings.apiOrigin, clientId)) throw new Problem('client_id_reserved');
  const provider = remoteProvider(id, { server, method });
  return { provider, clientId, clientSecret, variables: { instance: server.instance } };
}
