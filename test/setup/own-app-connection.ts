/** A connection with an app of its workspace, such as a custom provider's, without the walk through a consent. */
import { putOAuthApp } from '../../src/broker/apps/put-oauth-app.ts';
import type { Ports } from '../../src/broker/ports.ts';
import type { Connection } from '../../src/broker/records.ts';
import type { ConnectionKey } from '../../src/broker/stores.ts';
import { Secret } from '../../src/vault/secret.ts';
import { added } from '../adapters/samples.ts';
import { sealedConnection } from './sealed-connection.ts';

const MINUTE = 60_000;

export type OwnAppPorts = Parameters<typeof putOAuthApp>[0] & Pick<Ports, 'connections'>;

/** Adds the connection, and puts the app where the workspace has none for its provider. */
export async function connectOwnApp(
  ports: OwnAppPorts,
  key: ConnectionKey,
  more: Partial<Connection> = {},
): Promise<ConnectionKey> {
  const record = { ...(await connectionOf(ports, key)), ...more };
  const seal = await ports.vault.sealer();
  const sealed = sealedConnection(seal, key, record, { access: 'access-0', refresh: 'refresh-0' });
  await ports.connections.add(key, added(sealed));
  return key;
}

async function connectionOf(
  ports: OwnAppPorts,
  { workspaceId, connectionId }: ConnectionKey,
): Promise<Connection> {
  const now = ports.clock.now();
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
    connectedAt: now - MINUTE,
    refreshedAt: now - MINUTE,
    requestedScopes: [],
    grantedScopes: [],
    accessExpiresAt: now + 60 * MINUTE,
    epoch: 1,
    generation: 1,
  };
}

async function putApp(ports: OwnAppPorts, workspaceId: string, provider: string) {
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
