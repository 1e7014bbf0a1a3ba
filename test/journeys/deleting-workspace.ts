/** What the tests of a deleted workspace share: a stage in memory, the end of each app, and how apps and servers are put. */
import { beforeEach } from 'vitest';
import { putOAuthApp } from '../../src/broker/apps/put-oauth-app.ts';
import type { Caller } from '../../src/broker/caller.ts';
import { deleteWorkspace } from '../../src/broker/disconnect/delete-workspace.ts';
import type { Ports } from '../../src/broker/ports.ts';
import { putMcpServer } from '../../src/broker/servers/put-mcp-server.ts';
import type { AppKey } from '../../src/broker/stores.ts';
import { Secret } from '../../src/vault/secret.ts';
import { type PlacingStage, placingStage } from './placing.ts';

export const ADA: Caller = {
  issuer: 'https://idp.example',
  subject: 'ada',
  roles: new Map([['acme', 'admin']]),
};
export const CRM: AppKey = { owner: 'acme', provider: 'custom~crm', version: 1 };
export const HOST = 'https://crm.acme.example';

export let stage: PlacingStage;
export let ports: Ports;
/** When the table may delete each app. */
export let ends: Map<string, number>;

/** Registers the hooks of the test file that calls it. */
export function beginDeletingWorkspace(): void {
  beforeEach(async () => {
    stage = await placingStage();
    ports = stage.ports;
    ends = new Map();
    const { change } = ports.apps;
    ports.apps.change = async (key, write) => {
      const isDone = await change(key, write);
      if (isDone && write.forgetAt !== undefined) ends.set(`${key.provider}/${key.version}`, write.forgetAt);
      return isDone;
    };
  });
}

export const deleted = (over: Partial<Ports> = {}) =>
  deleteWorkspace({ ...ports, ...over }, { caller: ADA, workspaceId: 'acme' });
export const common = { caller: ADA, workspaceId: 'acme', clientSecret: new Secret('secret') };
export const putCrm = (clientId: string, over: Partial<Ports> = {}) =>
  putOAuthApp(
    { ...ports, ...over },
    {
      ...common,
      ...{ provider: CRM.provider, clientId },
      custom: {
        ...{ name: 'CRM', scopes: [], apiHosts: ['api.crm.acme.example'], issuer: HOST },
        authorizationEndpoint: `${HOST}/authorize`,
        tokenEndpoint: `${HOST}/token`,
        userinfoEndpoint: `${HOST}/userinfo`,
        revocationEndpoint: `${HOST}/revoke`,
      },
    },
  );
export const putServer = (serverId: string, over: Partial<Ports> = {}) =>
  putMcpServer(
    { ...ports, ...over },
    {
      ...{ caller: ADA, workspaceId: 'acme', serverId },
      server: {
        ...{ name: 'CRM', provider: 'google', url: 'https://crm.example/mcp', scopes: [] },
        placements: [{ in: 'header', name: 'Authorization', value: 'Bearer {accessToken}' }],
        ...{ binding: 'request', discovery: false, removeHeaders: [] },
      },
    },
  );
export const secretsLeft = async () => {
  const apps = (await stage.rows()).filter(({ kind, key }) => kind === 'oauthApp' && 'owner' in key);
  return apps.filter(({ record }) => record.sealedSecret !== undefined).length;
};
export const serversLeft = async () => (await ports.reads.servers('acme')).length;
