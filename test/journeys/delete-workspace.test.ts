/**
 * T162: what a deleted workspace leaves beside its connections: no server, and no secret of an own app for longer than its
 * revocations need it.
 * Covers src/broker/disconnect/delete-workspace.ts, src/broker/disconnect/end-own-apps.ts,
 * src/broker/connect/finish-consent.ts, src/broker/apps/put-oauth-app.ts, src/broker/servers/put-mcp-server.ts.
 */
import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { localDynamoDB, TABLE_NAME } from '../../local/ports.ts';
import { oauthAppItem } from '../../src/aws/table/item-keys.ts';
import { deleteOAuthApp } from '../../src/broker/apps/delete-oauth-app.ts';
import { putOAuthApp } from '../../src/broker/apps/put-oauth-app.ts';
import { putVerifiedApp } from '../../src/broker/apps/put-verified-app.ts';
import type { Caller } from '../../src/broker/caller.ts';
import { completeConnect } from '../../src/broker/connect/complete-connect.ts';
import { startConnect } from '../../src/broker/connect/start-connect.ts';
import { deleteWorkspace } from '../../src/broker/disconnect/delete-workspace.ts';
import { disconnect } from '../../src/broker/disconnect/disconnect.ts';
import { LIMITS } from '../../src/broker/limits.ts';
import type { Ports } from '../../src/broker/ports.ts';
import { runTick } from '../../src/broker/refresh/tick.ts';
import { putMcpServer } from '../../src/broker/servers/put-mcp-server.ts';
import type { AppKey } from '../../src/broker/stores.ts';
import { Secret } from '../../src/vault/secret.ts';
import { oauthApp, put, server } from '../adapters/samples.ts';
import { returnedConsent } from '../setup/returned-consent.ts';
import { MINUTE, type PlacingStage, placingStage, tokens } from './placing.ts';
import { startWorld, type World } from './world.ts';

const ADA: Caller = {
  issuer: 'https://idp.example',
  subject: 'ada',
  roles: new Map([['acme', 'admin']]),
};
const CRM: AppKey = { owner: 'acme', provider: 'custom~crm', version: 1 };
const HOST = 'https://crm.acme.example';

let stage: PlacingStage;
let ports: Ports;
/** When the table may delete each app. */
let ends: Map<string, number>;
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

const deleted = (over: Partial<Ports> = {}) =>
  deleteWorkspace({ ...ports, ...over }, { caller: ADA, workspaceId: 'acme' });
const common = { caller: ADA, workspaceId: 'acme', clientSecret: new Secret('secret') };
const putCrm = (clientId: string, over: Partial<Ports> = {}) =>
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
const putServer = (serverId: string, over: Partial<Ports> = {}) =>
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
const secretsLeft = async () => {
  const apps = (await stage.rows()).filter(({ kind, key }) => kind === 'oauthApp' && 'owner' in key);
  return apps.filter(({ record }) => record.sealedSecret !== undefined).length;
};
const serversLeft = async () => (await ports.reads.servers('acme')).length;

describe('T162: a deleted workspace', () => {
  it('has no servers from then on, and its apps as long as its revocations need them', async () => {
    for (const clientId of ['old', 'new']) await putCrm(clientId);
    await putOAuthApp(ports, { ...common, provider: 'google', clientId: 'own' });
    for (const id of ['one', 'two']) await putServer(id);
    const key = await stage.connect('acme', `${CRM.provider}~a`, { accountKey: 'a' });
    await deleted();
    expect([await serversLeft(), await secretsLeft()]).toEqual([0, 3]);
    const end = stage.now() + LIMITS.deletedAppLife;
    expect([...ends].toSorted()).toEqual([
      [`${CRM.provider}/1`, end],
      [`${CRM.provider}/2`, end],
      ['google/1', end],
    ]);
    // A revocation is given up before its app goes, whenever the last tick before that came.
    expect(LIMITS.deletedAppLife).toBeGreaterThan(LIMITS.revokeRetry + 60 * MINUTE);
    const authorizations: string[] = [];
    const fetch: Ports['fetch'] = async ({ url, headers }) => {
      authorizations.push(`${url} ${headers.authorization}`);
      return new Response(null, { status: 200 });
    };
    stage.advance(LIMITS.revokeRetry - MINUTE);
    await runTick({ ...ports, fetch }, stage.now() + MINUTE);
    const basic = Buffer.from('new:secret').toString('base64');
    expect(authorizations[0]).toBe(`${HOST}/revoke Basic ${basic}`);
    expect(await ports.connections.read(key)).toMatchObject({
      status: 'disconnected',
      receipt: { revocation: { outcome: 'revoked' } },
    });
    // Nothing needs them any more, so asked again it deletes them now.
    await deleted();
    expect(await secretsLeft()).toBe(0);
  });

  it('has no apps at once where no connection needs them', async () => {
    await putCrm('old');
    const key = await stage.connect('acme', CRM.provider);
    stage.provider.open(() => new Response(null, { status: 200 }));
    await disconnect(ports, { caller: ADA, key });
    await deleted();
    expect(await secretsLeft()).toBe(0);
  });

  it('leaves apps and servers of other workspaces alone', async () => {
    await stage.connect('globex', CRM.provider);
    await ports.serverRecords.change({ workspaceId: 'globex', serverId: 'crm' }, put(server));
    await deleted();
    expect(await ports.apps.newest('globex', CRM.provider)).not.toHaveProperty('deletingAt');
    expect(await ports.reads.servers('globex')).toHaveLength(1);
    expect([...ends.keys()]).toEqual([]);
  });

  it.each([1, 2, 3, 4, 5, 6])(
    'whose deletion broke off at call %i is finished by the next one',
    async (at) => {
      await putCrm('old');
      await putCrm('new');
      for (const id of ['one', 'two']) await putServer(id);
      await stage.connect('acme', CRM.provider);
      let calls = 0;
      const broken = <T extends object>(store: T): T =>
        new Proxy(store, {
          get: (target, name) => {
            const member = Reflect.get(target, name) as (...given: unknown[]) => Promise<unknown>;
            if (name !== 'change' && name !== 'delete') return member;
            return async (...given: unknown[]) => {
              if (++calls >= at) throw new Error('down');
              return member(...given);
            };
          },
        });
      const over = {
        apps: broken(ports.apps),
        serverRecords: broken(ports.serverRecords),
        connections: broken(ports.connections),
      };
      const early = deleted(over).catch(String);
      expect(await early).toBe(at > 5 ? undefined : 'Error: down');
      await deleted();
      expect([await serversLeft(), [...ends.keys()].toSorted()]).toEqual([
        0,
        [`${CRM.provider}/1`, `${CRM.provider}/2`],
      ]);
      const [connection] = await ports.connections.list('acme');
      expect(connection?.record.status).toBe('disconnecting');
    },
  );

  it('keeps the end of its apps’ life though somebody deletes an app at the same time and is refused', async () => {
    await putCrm('old');
    await stage.connect('acme', CRM.provider);
    await deleted();
    const asked = deleteOAuthApp(ports, { caller: ADA, workspaceId: 'acme', provider: CRM.provider });
    await expect(asked).rejects.toMatchObject({ code: 'oauth_app_in_use' });
    expect(ends.size).toBe(1);
  });
});

it('T162: a record that cannot be written leaves no connection usable, and a second call finishes', async () => {
  await putCrm('old');
  await stage.connect('acme', CRM.provider);
  await putServer('one');
  const change = async () => {
    throw new Error('the table takes no activity');
  };
  const input = { caller: ADA, workspaceId: 'acme' };
  const failing = { ...ports, activity: { ...ports.activity, change } };
  await expect(deleteWorkspace(failing, input)).rejects.toMatchObject({ code: 'temporarily_unavailable' });
  const [row] = await ports.connections.list('acme');
  expect(['disconnecting', 'disconnected']).toContain(row?.record.status);
  await deleteWorkspace(ports, input);
  expect(await serversLeft()).toBe(0);
});

describe('T162: what is put while its workspace is deleted', () => {
  /** The deletion runs whole between the first look at the mark and the store. */
  const overtaken = () => {
    let looks = 0;
    return {
      workspaceMarks: {
        ...ports.workspaceMarks,
        read: async (key: { workspaceId: string }) => {
          const mark = await ports.workspaceMarks.read(key);
          if (looks++ === 0) await deleted();
          return mark;
        },
      },
    };
  };

  it('does not stay: an app', async () => {
    await expect(putCrm('first', overtaken())).rejects.toMatchObject({ code: 'workspace_deleted' });
    expect(await secretsLeft()).toBe(0);
  });

  it('does not stay: a server', async () => {
    await expect(putServer('one', overtaken())).rejects.toMatchObject({ code: 'workspace_deleted' });
    expect(await serversLeft()).toBe(0);
  });

  it('keeps no secret for longer: one that is replaced', async () => {
    await putCrm('old');
    await stage.connect('acme', CRM.provider);
    // The deletion runs whole between the look at the newest version and the store.
    const sealer = async () => {
      await deleted();
      return ports.vault.sealer();
    };
    const late = putCrm('old', { vault: { ...ports.vault, sealer } });
    await expect(late).rejects.toMatchObject({ code: 'app_changed' });
    expect([await secretsLeft(), ends.size]).toEqual([1, 1]);
  });

  it('and after the mark alone was written, leaves the version that connections have', async () => {
    await putCrm('old');
    await stage.connect('acme', CRM.provider);
    let looks = 0;
    const read = async () => (looks++ === 0 ? undefined : { deletedAt: 1 });
    const workspaceMarks = { ...ports.workspaceMarks, read };
    await expect(putCrm('old', { workspaceMarks })).rejects.toMatchObject({ code: 'workspace_deleted' });
    expect(await secretsLeft()).toBe(1);
  });
});

it.each([
  ['its own app', CRM.provider, 'acme'],
  ['the platform’s app', 'google', 'verified'],
])(
  'T162: a consent of %s that stores after its workspace is gone leaves no token',
  async (_app, provider, owner) => {
    if (owner === 'verified')
      await putVerifiedApp(ports, { provider, clientId: `client-verified-${provider}` });
    else await putCrm('old');
    const asking = { caller: ADA, workspaceId: 'acme' };
    const started = await startConnect(ports, { ...asking, provider });
    const answer = { code: 'code', ...(owner === 'verified' && { iss: 'https://accounts.google.com' }) };
    const returned = returnedConsent(started, { provider, owner }, answer);
    const revoked: string[] = [];
    const fetch: Ports['fetch'] = async ({ url, body = '' }) => {
      if (url.endsWith('/token')) return tokens();
      if (url.includes('userinfo')) return Response.json({ sub: '1', email: 'ada@crm.example' });
      revoked.push(new URLSearchParams(body).get('token') ?? '');
      return new Response(null, { status: 200 });
    };
    const { change } = ports.connections;
    const connections: Ports['connections'] = {
      ...ports.connections,
      change: async (key, write) => {
        // The deletion runs whole before the store, and does not see the connection.
        if (write.set.sealedAccess !== undefined) await deleted();
        return change(key, write);
      },
    };
    const completed = completeConnect({ ...ports, fetch, connections }, { ...asking, ...returned });
    await expect(completed).rejects.toMatchObject({ code: 'workspace_deleted' });
    expect(await secretsLeft()).toBe(0);
    expect(revoked.some((token) => token.startsWith('refresh-'))).toBe(true);
    const [row] = await ports.connections.list('acme');
    expect(['disconnecting', 'disconnected']).toContain(row?.record.status);
  },
);

describe('T162: in DynamoDB', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.close());

  it('the app of a deleted workspace has a time to live, and what else it had', async () => {
    const { apps } = world.environment.ports;
    const key = { owner: 'globex', provider: 'google', version: 1 };
    await apps.change(key, put(oauthApp));
    await world.connect(world.mallory, 'globex');
    const before = world.now();
    expect((await world.mallory.request('DELETE', '/v1/workspaces/globex')).status).toBe(202);
    const client = localDynamoDB(world.environment.tableSocket);
    const { pk, sk } = oauthAppItem(key);
    const Key = { pk: { S: pk }, sk: { S: sk } };
    const { Item } = await client.send(new GetItemCommand({ TableName: TABLE_NAME, Key }));
    client.destroy();
    expect(Number(Item?.ttl?.N) * 1_000).toBeGreaterThanOrEqual(before + LIMITS.deletedAppLife);
    expect(await apps.read(key)).toMatchObject({ ...oauthApp, deletingAt: expect.any(Number) });
  });
});
