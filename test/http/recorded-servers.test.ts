/**
 * What happened to MCP servers can be told: each registration, change and deletion is in the activity, the log and the events,
 * with its addresses before and after and by whom, and no crash and no fault leaves one out.
 * Covers src/broker/activity/recorded-change.ts, src/broker/activity/publish-event.ts,
 * src/broker/servers/put-mcp-server.ts.
 */
import { describe, expect, it } from 'vitest';
import { ConnectionEvent } from '../../src/contract/events.ts';
import {
  ADA,
  beginRegistering,
  entries,
  events,
  lines,
  linesOf,
  ports,
  putServer,
  SERVER,
  send,
} from './registering.ts';

beginRegistering();

describe('an MCP server of a workspace', () => {
  it('leaves its whole way in the activity: registered, led elsewhere, deleted', async () => {
    expect(await putServer()).toBe(200);
    expect(await putServer('https://evil.example/collect')).toBe(200);
    expect(await send('DELETE', '/mcp-servers/crm')).toBe(204);
    const crm = { server: 'crm', provider: 'google', ...ADA };
    const [first, second] = [
      ['https://mcp.crm.example/mcp', 'mcp.crm.example'],
      ['https://evil.example/collect', 'evil.example'],
    ];
    expect(await entries()).toEqual([
      { type: 'mcp_server_put', ...crm, addressesAfter: first },
      { type: 'mcp_server_put', ...crm, addressesBefore: first, addressesAfter: second },
      { type: 'mcp_server_deleted', ...crm, addressesBefore: second },
    ]);
  });

  it('is in the log and on the bus by its hosts alone, since a path can be a secret', async () => {
    await putServer('https://mcp.crm.example/s/leak-4/mcp?key=leak-1');
    await putServer('https://evil.example/collect');
    await send('DELETE', '/mcp-servers/crm');
    const hosts = [
      { hostsBefore: [], hostsAfter: ['mcp.crm.example'] },
      { hostsBefore: ['mcp.crm.example'], hostsAfter: ['evil.example'] },
      { hostsBefore: ['evil.example'], hostsAfter: [] },
    ];
    const types = ['mcp_server_put', 'mcp_server_put', 'mcp_server_deleted'];
    const crm = { workspaceId: 'acme', server: 'crm', provider: 'google' };
    expect(linesOf()).toEqual(
      types.map((activity, index) => ({
        ...{ level: 'info', event: 'registration', ...crm, activity, ...hosts[index] },
        ...{ issuer: 'https://idp.example', subject: 'ada' },
      })),
    );
    expect(events).toEqual(
      types.map((type, index) =>
        expect.objectContaining({
          ...{ type, ...crm, ...hosts[index] },
          actor: { issuer: 'https://idp.example', subject: 'ada' },
        }),
      ),
    );
    for (const { at, ...event } of events)
      ConnectionEvent.parse(
        JSON.parse(
          JSON.stringify({ ...event, at: new Date(at).toISOString(), version: '1', environment: 'x' }),
        ),
      );
    expect(lines.join() + JSON.stringify(events)).not.toContain('leak');
  });

  it('is recorded before it changes: a process that dies in between has said too much, and never too little', async () => {
    const died = new Error('the process died');
    const serverRecords = { ...ports.serverRecords, change: () => Promise.reject(died) };
    expect(await putServer(SERVER.url, { serverRecords })).toBe(500);
    expect(await ports.reads.servers('acme')).toEqual([]);
    expect(await entries()).toEqual([expect.objectContaining({ type: 'mcp_server_put', server: 'crm' })]);
    expect(linesOf()).toHaveLength(1);
    await putServer();
    const dying = { ...ports.serverRecords, delete: () => Promise.reject(died) };
    expect(await send('DELETE', '/mcp-servers/crm', undefined, { serverRecords: dying })).toBe(500);
    expect((await entries()).at(-1)).toMatchObject({ type: 'mcp_server_deleted' });
  });

  it('does not change if that cannot be recorded', async () => {
    const down = { ...ports.activity, change: () => Promise.reject(new Error('leak')) };
    expect(await putServer(SERVER.url, { activity: down })).toBe(503);
    expect(await ports.reads.servers('acme')).toEqual([]);
    await putServer();
    expect(await send('DELETE', '/mcp-servers/crm', undefined, { activity: down })).toBe(503);
    expect(await ports.reads.servers('acme')).toHaveLength(1);
    expect(lines.join()).toContain('activity_not_recorded');
    expect(lines.join()).not.toContain('leak');
    expect(events).toHaveLength(1);
  });

  it('has the code of the problem in its entry if somebody else was faster, and no event', async () => {
    await putServer();
    const { serverRecords } = ports;
    const overtaken = {
      ...serverRecords,
      change: async (...[key, change]: Parameters<typeof serverRecords.change>) => {
        await serverRecords.change(key, { expect: {}, set: { uid: 'another' }, writeId: 'other' });
        return serverRecords.change(key, change);
      },
    };
    expect(await putServer('https://evil.example/mcp', { serverRecords: overtaken })).toBe(409);
    expect((await entries()).at(-1)).toMatchObject({ outcome: 'server_changed', server: 'crm' });
    expect(events).toHaveLength(1);
    const late = {
      ...serverRecords,
      read: async (...[key]: Parameters<typeof serverRecords.read>) => {
        const record = await serverRecords.read(key);
        return record && { ...record, uid: 'old' };
      },
    };
    expect(await send('DELETE', '/mcp-servers/crm', undefined, { serverRecords: late })).toBe(409);
    expect((await entries()).at(-1)).toMatchObject({ type: 'mcp_server_deleted', outcome: 'server_changed' });
    expect(await ports.reads.servers('acme')).toHaveLength(1);
  });

  it('changes although the bus does not answer', async () => {
    const deaf = { publish: () => Promise.reject(new Error('down')) };
    expect(await putServer(SERVER.url, { events: deaf })).toBe(200);
    expect(await entries()).toHaveLength(1);
  });
});
