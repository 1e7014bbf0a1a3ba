/** What the journeys of places share: a stage in memory, connections of many apps, and a provider that answers when told. */

import { putOAuthApp } from '../../src/broker/apps/put-oauth-app.ts';
import type { Ports } from '../../src/broker/ports.ts';
import type { Connection } from '../../src/broker/records.ts';
import { refreshConnection } from '../../src/broker/refresh/refresh-connection.ts';
import type { ConnectionKey } from '../../src/broker/stores.ts';
import type { ProviderRequest } from '../../src/oauth/provider-fetch.ts';
import { Secret } from '../../src/vault/secret.ts';
import { added } from '../adapters/samples.ts';
import { openStage, type Stage } from '../rows/stage.ts';
import { sealedConnection } from '../setup/sealed-connection.ts';

export const MINUTE = 60_000;

/** A provider that answers a request when the test says so, and how. */
export interface HeldProvider {
  fetch: Ports['fetch'];
  /** Requests that wait for their answer. */
  waiting: { request: ProviderRequest; answer(response: Response): void }[];
  /** Answers all that wait, and all that come from now on. */
  open(response: () => Response): void;
  /** Calls `look` whenever a request has come to wait. */
  onArrival(look: () => void): void;
}

export function heldProvider(): HeldProvider {
  const waiting: HeldProvider['waiting'] = [];
  const looks: (() => void)[] = [];
  let opened: (() => Response) | undefined;
  return {
    waiting,
    onArrival: (look) => void looks.push(look),
    fetch: (request) =>
      opened
        ? Promise.resolve(opened())
        : new Promise((answer) => {
            waiting.push({ request, answer });
            for (const look of looks) look();
          }),
    open(response) {
      opened = response;
      for (const { answer } of waiting.splice(0)) answer(response());
    },
  };
}

let issued = 0;
/** New tokens that live for so many seconds. */
export function tokens(expires_in = 3_600): Response {
  issued++;
  return Response.json({
    access_token: `access-${issued}`,
    refresh_token: `refresh-${issued}`,
    token_type: 'Bearer',
    expires_in,
  });
}

/** Resolves when so many of these reports are there, or their requests wait at the provider. */
export function heldOrDone(
  provider: HeldProvider,
  reports: Promise<unknown>[],
  count = reports.length,
): Promise<void> {
  return new Promise((resolve) => {
    let done = 0;
    const look = () => {
      if (done + provider.waiting.length >= count) resolve();
    };
    const isDone = () => {
      done++;
      look();
    };
    for (const report of reports) report.then(isDone, isDone);
    provider.onArrival(look);
    look();
  });
}

export interface PlacingStage extends Stage {
  provider: HeldProvider;
  /** A connection with an own app of the workspace, which is put where it does not exist yet. */
  connect(workspaceId: string, connectionId: string, more?: Partial<Connection>): Promise<ConnectionKey>;
  demand(key: ConnectionKey, patch?: Partial<Ports>): ReturnType<typeof refreshConnection>;
}

export async function placingStage(patch: Partial<Ports> = {}): Promise<PlacingStage> {
  const provider = heldProvider();
  const stage = await openStage({ fetch: provider.fetch });
  Object.assign(stage.ports, patch);
  const { ports } = stage;
  return {
    ...stage,
    provider,
    async connect(workspaceId, connectionId, more = {}) {
      const key = { workspaceId, connectionId };
      const record = { ...(await connectionOf(stage, key)), ...more };
      const seal = await ports.vault.sealer();
      const sealed = sealedConnection(seal, key, record, { access: 'access-0', refresh: 'refresh-0' });
      await ports.connections.add(key, added(sealed));
      return key;
    },
    demand: (key, over = {}) =>
      refreshConnection({ ...ports, ...over }, { key, isOnDemand: true, deadline: stage.now() + MINUTE }),
  };
}

async function connectionOf(
  { ports, now }: Stage,
  { workspaceId, connectionId }: ConnectionKey,
): Promise<Connection> {
  const provider = connectionId
    .split('~')
    .slice(0, connectionId.startsWith('custom~') ? 2 : 1)
    .join('~');
  const app =
    (await ports.apps.newest(workspaceId, provider)) ?? (await putApp(ports, workspaceId, provider));
  return {
    uid: `uid-${connectionId}`,
    provider,
    appOwner: workspaceId,
    appVersion: app.version,
    appUid: app.uid,
    clientId: app.clientId,
    redirectUri: `https://api.broker.example/oauth/callback/${provider}/${workspaceId}`,
    status: 'active',
    connectedBy: { issuer: 'https://idp.example', subject: 'ada' },
    connectedAt: now() - MINUTE,
    refreshedAt: now() - MINUTE,
    requestedScopes: [],
    grantedScopes: [],
    accessExpiresAt: now() + 60 * MINUTE,
    epoch: 1,
    generation: 1,
  };
}

async function putApp(ports: Ports, workspaceId: string, provider: string) {
  const host = `${provider.replace('~', '-')}.${workspaceId}.example`;
  const roles = new Map([[workspaceId, 'admin' as const]]);
  const custom = provider.startsWith('custom~') && {
    name: 'CRM',
    scopes: [],
    apiHosts: [`api.${host}`],
    issuer: `https://${host}`,
    authorizationEndpoint: `https://${host}/authorize`,
    tokenEndpoint: `https://${host}/token`,
    userinfoEndpoint: `https://${host}/userinfo`,
  };
  await putOAuthApp(ports, {
    caller: { issuer: 'https://idp.example', subject: 'ada', roles },
    workspaceId,
    provider,
    clientId: `client-of-${workspaceId}`,
    clientSecret: new Secret(`secret-of-${workspaceId}`),
    ...(custom && { custom }),
  });
  const app = await ports.apps.newest(workspaceId, provider);
  if (!app) throw new Error('the app was not put');
  return app;
}
