/** A workspace's own OAuth app (BYO): versions of a client id, each with a secret. */

import { isDeepStrictEqual } from 'node:util';
import type { CustomProviderBody } from '../../contract/custom-provider.ts';
import { VERIFIED } from '../../contract/identifiers.ts';
import type { Secret } from '../../vault/secret.ts';
import { appAddresses } from '../activity/addresses.ts';
import { countAct, refuseOverQuota, withdrawOverQuota } from '../activity/quota.ts';
import { recordedChange } from '../activity/recorded-change.ts';
import { type Caller, requireRole } from '../caller.ts';
import { Problem } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import { newId } from '../new-id.ts';
import type { Ports } from '../ports.ts';
import type { OAuthApp } from '../records.ts';
import type { AppKey } from '../stores.ts';
import { isWorkspaceDeleted, refuseDeletedWorkspace } from '../workspace-mark.ts';
import { appKeyOf } from './app-key.ts';
import { checkAppVariables } from './check-app-variables.ts';
import { describeCustomProvider } from './describe-custom-provider.ts';
import { holdClient, placeOfClient } from './held-clients.ts';
import { inPlaceOrRefused } from './places.ts';
import { isCustom } from './provider-kinds.ts';
import { newestApp } from './read-app.ts';
import { sealedApp } from './seal-app.ts';

type PutAppPorts = Pick<
  Ports,
  | 'acts'
  | 'apps'
  | 'clientHolders'
  | 'settings'
  | 'reads'
  | 'appHealth'
  | 'places'
  | 'catalogue'
  | 'workspaceMarks'
  | 'vault'
  | 'activity'
  | 'events'
  | 'fetch'
  | 'hosts'
  | 'clock'
  | 'random'
  | 'log'
>;

/** The app as an admin puts it. */
export interface PutAppInput {
  caller: Caller;
  workspaceId: string;
  provider: string;
  clientId: string;
  clientSecret: Secret | undefined;
  variables?: Record<string, string>;
  custom?: CustomProviderBody;
}

/**
 * Stores a workspace's own app. With the same client id, variables and description it replaces the secret, which
 * existing connections use at once. Otherwise it makes a new version, and existing connections stay on the old one
 * (T023). Throws `client_id_reserved`, `app_changed`, `unknown_provider`, `invalid_request`,
 * `too_many_requests`, `too_many_at_once`, `quota_exceeded`, and the problems of its checks.
 */
export async function putOAuthApp(ports: PutAppPorts, input: PutAppInput): Promise<OAuthApp> {
  const { workspaceId, provider, clientId, clientSecret } = input;
  requireRole(input.caller, workspaceId, 'admin');
  await countAct(ports, input);
  await refuseDeletedWorkspace(ports, workspaceId, ports.clock.now());
  if (!clientSecret) refuseMissingSecret();
  const described = await inPlaceOrRefused(ports, placeOf(input), () => describeApp(ports, input));
  await refusePlatformClient(ports, input);
  const newest = await newestApp(ports, workspaceId, provider);
  if (!newest) refuseOverQuota(LIMITS.appsOfWorkspace, await ports.reads.oauthAppsOf(workspaceId));
  const isSame =
    newest?.clientId === clientId &&
    newest.deletingAt === undefined &&
    isDeepStrictEqual(descriptionOf(newest), described);
  const unsealed = isSame ? newest : newVersion(ports, input, described, newest);
  const app = await recordedChange(ports, changeOf(ports, input, unsealed, newest), async () => {
    await holdOwnClient(ports, input, described);
    const stored = await store(ports, input, unsealed, newest);
    await withdrawIfDeleted(ports, input, { app: stored, isNew: !isSame });
    if (!newest) await withdrawIfTooMany(ports, input, stored);
    return stored;
  });
  // A pause because of the old secret must not delay the new one.
  await ports.appHealth.delete(
    { appKey: appKeyOf({ owner: workspaceId, provider, version: app.version }) },
    {},
  );
  return app;
}

/** Only the clients of remote servers can be public ones. */
export function refuseMissingSecret(): never {
  throw new Problem('invalid_request', { errors: [{ pointer: '/clientSecret', reason: 'required' }] });
}

function changeOf(
  { catalogue }: PutAppPorts,
  { workspaceId, caller, provider }: PutAppInput,
  { clientId, version, variables, custom }: UnsealedApp,
  newest: OAuthApp | undefined,
) {
  return {
    ...{ type: 'oauth_app_put' as const, workspaceId, caller, provider, clientId, version },
    addressesBefore: newest && appAddresses(catalogue, newest),
    addressesAfter: appAddresses(catalogue, { provider, variables, custom }),
  };
}

/**
 * Whose place the checks take: they wait for hosts that the input names, for their metadata and for their names. An app
 * that names no host waits for nobody.
 */
function placeOf({ workspaceId, provider, custom, variables = {} }: PutAppInput) {
  const isNeeded = custom !== undefined || Object.keys(variables).length > 0;
  return { workspaceId, appKey: appKeyOf({ owner: workspaceId, provider, version: 0 }), isNeeded };
}

type Description = Pick<OAuthApp, 'variables' | 'custom'>;

function descriptionOf({ variables = {}, custom }: OAuthApp): Description {
  return { variables, custom };
}

/** Checks what the app adds to its provider: variables for the catalogue's, the description for a custom one. */
export async function describeApp(
  ports: Pick<Ports, 'catalogue' | 'fetch' | 'hosts'>,
  { provider, variables = {}, custom }: Pick<PutAppInput, 'provider' | 'variables' | 'custom'>,
): Promise<Description> {
  const known = ports.catalogue.get(provider);
  if (!known && !isCustom(provider)) throw new Problem('unknown_provider');
  if (known && custom) throw new Problem('invalid_request');
  if (known) return { variables: await checkAppVariables(ports, known, variables), custom: undefined };
  if (!custom) throw new Problem('invalid_request');
  return { variables, custom: await describeCustomProvider(ports, { custom, variables }) };
}

/** A workspace with the platform's client id as its own app could redeem codes of the platform's users (T018). */
export async function refusePlatformClient(
  { apps }: Pick<Ports, 'apps'>,
  { provider, clientId }: Pick<PutAppInput, 'provider' | 'clientId'>,
): Promise<void> {
  const verified = await apps.newest(VERIFIED, provider);
  if (verified?.clientId === clientId) throw new Problem('client_id_reserved');
}

/** No remote server then gets this client for the same place. That of a catalogue's provider is of no remote server at all. */
async function holdOwnClient(
  ports: PutAppPorts,
  { workspaceId: owner, clientId }: PutAppInput,
  described: Description,
): Promise<void> {
  const authorizationEndpoint = placeOfClient(described);
  if (authorizationEndpoint !== undefined)
    await holdClient(ports, { owner, authorizationEndpoint, clientId });
}

function withdrawIfTooMany(
  { apps, reads }: PutAppPorts,
  { workspaceId: owner, provider }: PutAppInput,
  { version, uid }: OAuthApp,
): Promise<void> {
  return withdrawOverQuota(LIMITS.appsOfWorkspace, {
    list: () => reads.oauthAppsOf(owner),
    withdraw: () => apps.delete({ owner, provider, version }, { uid: { is: uid } }),
  });
}

/** Reads the deletion mark again: a deletion that came meanwhile may not have seen this version. */
async function withdrawIfDeleted(
  ports: PutAppPorts,
  { workspaceId: owner, provider }: PutAppInput,
  { app: { version, uid }, isNew }: { app: OAuthApp; isNew: boolean },
): Promise<void> {
  if (!(await isWorkspaceDeleted(ports, owner, ports.clock.now()))) return;
  // Connections may need a version that was there before. The deletion sees that one, whenever it came.
  if (isNew) await ports.apps.delete({ owner, provider, version }, { uid: { is: uid } });
  throw new Problem('workspace_deleted');
}

type UnsealedApp = Parameters<typeof sealedApp>[2];

function newVersion(
  ports: PutAppPorts,
  { provider, clientId }: PutAppInput,
  described: Description,
  newest: OAuthApp | undefined,
): UnsealedApp {
  const now = ports.clock.now();
  // Versions are counted from 1 without a gap, so this is exact: of two at once, one is refused with `app_changed`.
  const version = (newest?.version ?? 0) + 1;
  if (version > LIMITS.versionsOfApp) throw new Problem('quota_exceeded');
  return { uid: newId(ports), provider, version, clientId, ...described, createdAt: now, secretSetAt: now };
}

async function store(
  ports: PutAppPorts,
  input: PutAppInput,
  app: UnsealedApp,
  newest: OAuthApp | undefined,
): Promise<OAuthApp> {
  const key: AppKey = { owner: input.workspaceId, provider: input.provider, version: app.version };
  const seal = await ports.vault.sealer();
  const isNew = app.uid !== newest?.uid;
  const set = { secretSetAt: ports.clock.now(), secretSetBy: input.caller.subject };
  const record = sealedApp(seal, key, { ...app, ...set }, input.clientSecret);
  const stored = await ports.apps.change(key, {
    // A deletion that began meanwhile wins.
    expect: isNew ? { uid: { absent: true } } : { uid: { is: app.uid }, deletingAt: { absent: true } },
    set: record,
    writeId: newId(ports),
  });
  if (!stored) throw new Problem('app_changed');
  return record;
}
