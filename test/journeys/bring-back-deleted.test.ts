/**
 * T168: what does not come back out of a table that was restored to an earlier time.
 * Covers src/broker/restore, src/broker/disconnect/delete-workspace.ts.
 */
import { DeleteItemCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { oauthAppItem, serverItem } from '../../src/aws/table/item-keys.ts';
import { added, oauthApp, put, server } from '../adapters/samples.ts';
import {
  beginBringingBack,
  bring,
  client,
  connect,
  inject,
  keyOf,
  lose,
  loseConnections,
  RESTORED,
  recordOf,
  remove,
  theMoment,
  world,
} from './bringing-back.ts';

beginBringingBack();

/** Apps first, the marks of workspaces last. */
const rank = (type: string) => ['oauthApp', 'dataKey', 'server', 'connection', 'workspaceMark'].indexOf(type);

describe('T168 what was deleted since stays deleted', () => {
  it('a connection, by its tombstone and, where that is lost too, by the activity', async () => {
    await connect('gone', 'forgotten');
    await theMoment();
    for (const label of ['gone', 'forgotten']) await world.ada.disconnect('acme', `demo~${label}`);
    await loseConnections('forgotten');
    const tombstone = await recordOf('gone');
    expect(tombstone?.status).toBe('disconnected');
    expect(await bring()).toMatchObject({ deleted: 1, verify: 0, connect_again: 0, back: 0 });
    expect(await recordOf('gone')).toEqual(tombstone);
    expect(await recordOf('forgotten')).toBeUndefined();
    for (const label of ['gone', 'forgotten']) expect(await inject(label)).toBe('not_connected');
  });

  it('a workspace', async () => {
    await connect('one');
    await theMoment();
    await remove('/v1/workspaces/acme');
    await world.environment.tick();
    await loseConnections('one');
    await lose({ pk: 'conn#acme', sk: '#deleted' });
    expect(await bring()).toMatchObject({ deleted: 1, verify: 0 });
    expect(await recordOf('one')).toBeUndefined();
  });

  it('a workspace whose mark is lost too: it is marked again, and what is left of it is revoked', async () => {
    const { apps, workspaceMarks } = world.environment.ports;
    await connect('one');
    await apps.change({ owner: 'acme', provider: 'google', version: 1 }, put(oauthApp));
    await theMoment();
    await remove('/v1/workspaces/acme');
    await loseConnections('one');
    await lose(
      { pk: 'conn#acme', sk: '#deleted' },
      oauthAppItem({ owner: 'acme', provider: 'google', version: 1 }),
    );
    expect(await bring()).toMatchObject({ revoke: 1, deleted: 1, verify: 0, back: 0 });
    expect(await workspaceMarks.read({ workspaceId: 'acme' })).toBeDefined();
    expect(await recordOf('one')).toMatchObject({ status: 'disconnecting' });
    await world.environment.tick();
    expect(await recordOf('one')).toMatchObject({
      status: 'disconnected',
      receipt: { revocation: { outcome: 'revoked' } },
    });
  });

  it('a workspace that was marked just before the moment, and one that is marked while rows come back', async () => {
    const { workspaceMarks } = world.environment.ports;
    await connect('one');
    await workspaceMarks.add({ workspaceId: 'acme' }, added({ deletedAt: world.now() }));
    await theMoment();
    await loseConnections('one');
    await lose({ pk: 'conn#acme', sk: '#deleted' });
    expect(await bring()).toMatchObject({ revoke: 1, verify: 0, back: 1 });
    expect(await inject('one')).toBe('not_connected');
    await loseConnections('one');
    await lose({ pk: 'conn#acme', sk: '#deleted' });
    await client.send(
      new DeleteItemCommand({ TableName: RESTORED, Key: { pk: { S: 'conn#acme' }, sk: { S: '#deleted' } } }),
    );
    const overtaken = await bring((live) => {
      const { add } = live.connections;
      live.connections.add = async (...given) => {
        const isAdded = await add(...given);
        await workspaceMarks.add({ workspaceId: 'acme' }, added({ deletedAt: world.now() }));
        return isAdded;
      };
    });
    expect(overtaken).toMatchObject({ revoke: 1, verify: 0 });
    expect(await recordOf('one')).toMatchObject({ status: 'disconnecting' });
  });

  it('a workspace that is deleted while a run breaks off: the next run finishes it', async () => {
    const { workspaceMarks } = world.environment.ports;
    await connect('one');
    await theMoment();
    await loseConnections('one');
    const broken = bring((live) => {
      const { add } = live.connections;
      live.connections.add = async (...given) => {
        await add(...given);
        await workspaceMarks.add({ workspaceId: 'acme' }, added({ deletedAt: world.now() }));
        throw new Error('broken off');
      };
    });
    await expect(broken).rejects.toThrow('broken off');
    expect(await recordOf('one')).toMatchObject({ status: 'active' });
    expect(await bring()).toMatchObject({ revoke: 1 });
    expect(await recordOf('one')).toMatchObject({ status: 'disconnecting' });
    expect(await bring()).toMatchObject({ revoke: 0 });
  });

  it('a grant that was dead already, and a disconnect whose revocation was still to come', async () => {
    await connect('dead', 'pending');
    const { connections, activity } = world.environment.ports;
    const status = { status: 'reauthorization_required', reason: 'grant_revoked' } as const;
    await connections.change(keyOf('dead'), { expect: {}, set: status, writeId: 'dies' });
    await theMoment();
    await world.ada.disconnect('acme', 'demo~dead');
    const [at, id] = [world.now(), world.operationId()];
    const asked = { at, type: 'disconnect_requested', connectionId: 'demo~pending', actor: 'ada' } as const;
    await activity.add({ workspaceId: 'acme', id }, added(asked));
    await loseConnections('dead', 'pending');
    expect(await bring()).toMatchObject({ deleted: 1, revoke: 1, back: 0, verify: 0 });
    expect(await recordOf('dead')).toBeUndefined();
    expect(await recordOf('pending')).toMatchObject({
      status: 'disconnecting',
      receipt: { requestedBy: 'ada' },
    });
    await world.environment.tick();
    expect(await recordOf('pending')).toMatchObject({ receipt: { revocation: { outcome: 'revoked' } } });
  });

  it('a server that was put elsewhere since: tokens went to its old host', async () => {
    const { serverRecords, activity } = world.environment.ports;
    const at = { workspaceId: 'acme', serverId: 'crm' };
    await connect('any');
    await serverRecords.change(at, put(server));
    await theMoment();
    const id = world.operationId();
    await activity.add({ workspaceId: 'acme', id }, added({ at: world.now(), type: 'mcp_server_put' }));
    await lose(serverItem(at));
    expect(await bring()).toMatchObject({ deleted: 1, back: 0 });
  });

  it('an app of a workspace that was deleted before: its secret had a time to end, and has ended', async () => {
    const { apps } = world.environment.ports;
    const app = { owner: 'acme', provider: 'google', version: 1 };
    await connect('one');
    await apps.change(app, put(oauthApp));
    await remove('/v1/workspaces/acme');
    await theMoment();
    await lose(oauthAppItem(app));
    expect(await bring()).toMatchObject({ deleted: 1, back: 0 });
    expect(await apps.read(app)).toBeUndefined();
    // The live table has lost the mark as well, and the restored one has it on the last of its pages.
    await lose({ pk: 'conn#acme', sk: '#deleted' });
    const report = await bring((_live, restored) => {
      const { page } = restored;
      const rows = page({ segment: 0, segments: 1 }).then((all) =>
        all.rows.toSorted((one, other) => rank(one.type) - rank(other.type)),
      );
      restored.page = async ({ segment, after }) => {
        if (segment > 0) return { rows: [], damaged: 0 };
        const at = Number(after?.sk ?? 0);
        const all = await rows;
        const next = at + 1 < all.length ? { next: { pk: '', sk: String(at + 1) } } : {};
        return { rows: all.slice(at, at + 1), damaged: 0, ...next };
      };
    });
    expect(report).toMatchObject({ deleted: 1, back: 1 });
    expect(await apps.read(app)).toBeUndefined();
  });

  it('an app, and a server that may be the deleted one', async () => {
    const { apps, serverRecords } = world.environment.ports;
    const [app, another] = ['google', 'github'].map((provider) => ({ owner: 'acme', provider, version: 1 }));
    if (!app || !another) return expect.unreachable();
    await connect('any');
    await apps.change(app, put(oauthApp));
    await apps.change(another, put({ ...oauthApp, provider: 'github' }));
    await serverRecords.change({ workspaceId: 'acme', serverId: 'crm' }, put(server));
    await theMoment();
    await remove('/v1/workspaces/acme/oauth-apps/google');
    await remove('/v1/workspaces/acme/mcp-servers/crm');
    await lose(oauthAppItem(another));
    expect(await bring()).toMatchObject({ deleted: 2, back: 1 });
    expect([await apps.read(app), await apps.read(another)]).toMatchObject([
      undefined,
      { provider: 'github' },
    ]);
    expect(await serverRecords.read({ workspaceId: 'acme', serverId: 'crm' })).toBeUndefined();
  });
});
