/**
 * T162: what a deleted workspace leaves beside its connections: no server, and no secret of an own app for longer than its
 * revocations need it.
 * Covers src/broker/disconnect/delete-workspace.ts, src/broker/disconnect/end-own-apps.ts.
 */
import { describe, expect, it } from 'vitest';
import { deleteOAuthApp } from '../../src/broker/apps/delete-oauth-app.ts';
import { putOAuthApp } from '../../src/broker/apps/put-oauth-app.ts';
import { deleteWorkspace } from '../../src/broker/disconnect/delete-workspace.ts';
import { disconnect } from '../../src/broker/disconnect/disconnect.ts';
import { LIMITS } from '../../src/broker/limits.ts';
import type { Ports } from '../../src/broker/ports.ts';
import { runTick } from '../../src/broker/refresh/tick.ts';
import { put, server } from '../adapters/samples.ts';
import {
  ADA,
  beginDeletingWorkspace,
  CRM,
  common,
  deleted,
  ends,
  HOST,
  ports,
  putCrm,
  putServer,
  secretsLeft,
  serversLeft,
  stage,
} from './deleting-workspace.ts';
import { MINUTE } from './placing.ts';

beginDeletingWorkspace();

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
