/**
 * A deleted workspace tells of each server and each own OAuth app that went with it.
 * Covers src/broker/activity/recorded-change.ts, src/broker/disconnect/delete-workspace.ts,
 * src/broker/disconnect/end-own-apps.ts.
 */
import { describe, expect, it } from 'vitest';
import {
  ADA,
  beginRegistering,
  entries,
  events,
  ports,
  putApp,
  putServer,
  send,
  world,
} from './registering.ts';

beginRegistering();

describe('a deleted workspace', () => {
  it('tells of each server and each app that went with it, once', async () => {
    await putServer();
    await putApp('one');
    await putApp('two');
    await world.connected('acme', 'sales');
    expect(await send('DELETE', '')).toBe(202);
    expect(await send('DELETE', '')).toBe(202);
    const deleted = (await entries()).filter(({ type }) => /_deleted$/.test(type));
    expect(deleted).toHaveLength(3);
    expect(deleted).toContainEqual({
      ...{ type: 'mcp_server_deleted', server: 'crm', provider: 'google', ...ADA },
      addressesBefore: ['https://mcp.crm.example/mcp', 'mcp.crm.example'],
    });
    expect(deleted).toContainEqual(
      expect.objectContaining({
        ...{ type: 'oauth_app_deleted', provider: 'custom~crm', clientId: 'two', ...ADA },
        addressesBefore: expect.arrayContaining(['api.crm.example']),
      }),
    );
    expect(events.filter(({ type }) => /^(mcp_server|oauth_app)_deleted$/.test(type))).toHaveLength(2);
  });

  it('keeps a server whose deletion cannot be recorded, for the next call', async () => {
    await putServer();
    const activity = { ...ports.activity, change: () => Promise.reject(new Error('down')) };
    expect(await send('DELETE', '', undefined, { activity })).toBe(503);
    expect(await ports.reads.servers('acme')).toHaveLength(1);
    expect(await send('DELETE', '')).toBe(202);
    expect(await ports.reads.servers('acme')).toEqual([]);
  });
});
