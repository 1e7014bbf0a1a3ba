/**
 * What happened to MCP servers and own OAuth apps can be told: each registration, change and deletion is in the activity, the log
 * and the events, with its addresses before and after and by whom, and no crash and no fault leaves one out.
 * Covers src/broker/activity/recorded-change.ts, src/broker/activity/addresses.ts, src/broker/activity/publish-event.ts,
 * src/broker/servers/put-mcp-server.ts, src/broker/apps/put-oauth-app.ts, src/broker/apps/delete-oauth-app.ts,
 * src/broker/disconnect/delete-workspace.ts, src/broker/disconnect/end-own-apps.ts.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { appAddresses, hostsIn, serverAddresses } from '../../src/broker/activity/addresses.ts';
import type { EventToPublish, Ports } from '../../src/broker/ports.ts';
import type { Activity } from '../../src/broker/records.ts';
import { ConnectionEvent } from '../../src/contract/events.ts';
import { CATALOGUE } from '../../src/providers/catalogue.ts';
import { createJsonLog } from '../../src/system/json-log.ts';
import { type ConnectWorld, openConnectWorld } from './connect-world.ts';

const WS = '/v1/workspaces/acme';
const SERVER = {
  name: 'CRM',
  provider: 'google',
  url: 'https://mcp.crm.example/mcp?key=leak-1',
  placements: [{ in: 'header', name: 'X-Token', value: '{accessToken}' }],
  removeHeaders: [],
  binding: 'request',
  discovery: false,
  scopes: [],
};
const CUSTOM = {
  name: 'CRM',
  scopes: ['read'],
  apiHosts: ['api.crm.example'],
  authorizationEndpoint: 'https://id.crm.example/authorize?tenant=leak-2',
  tokenEndpoint: 'https://id.crm.example/token',
  userinfoEndpoint: 'https://id.crm.example/userinfo',
};
const ADA = { actor: 'ada', actorIssuer: 'https://idp.example' };

let world: ConnectWorld;
let lines: string[];
let events: EventToPublish[];
let ports: Ports;
let ada: string;
beforeEach(async () => {
  world = await openConnectWorld('dynalite');
  ada = world.person('ada', { acme: 'admin' });
  lines = [];
  events = [];
  ports = {
    ...world.ports,
    hosts: { isPublic: async () => true, isPrivate: async () => false },
    events: { publish: async (event) => void events.push(event) },
    log: createJsonLog((line) => lines.push(line)),
  };
});
afterEach(() => world.close());

async function send(method: string, path: string, body?: object, over: Partial<Ports> = {}): Promise<number> {
  world.advance(1_000);
  const { status } = await world.app({ ...ports, ...over }).request(WS + path, {
    method,
    headers: { authorization: `Bearer ${ada}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  return status;
}
const putServer = (url = SERVER.url, over: Partial<Ports> = {}) =>
  send('PUT', '/mcp-servers/crm', { ...SERVER, url }, over);
const putApp = (clientId: string, custom: object = CUSTOM) =>
  send('PUT', '/oauth-apps/custom~crm', { clientId, clientSecret: 'leak-3', custom });
/** Oldest first, without times. */
async function entries(): Promise<Omit<Activity, 'at'>[]> {
  const { items } = await ports.reads.activity('acme', 100);
  return items.map(({ at: _, ...entry }) => entry).toReversed();
}
const linesOf = () => lines.map((line) => JSON.parse(line)).filter(({ event }) => event === 'registration');

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

describe('an own OAuth app', () => {
  const BEFORE = [
    'https://id.crm.example/authorize',
    'https://id.crm.example/token',
    'https://id.crm.example/userinfo',
    'api.crm.example',
  ];
  const EVIL = { ...CUSTOM, tokenEndpoint: 'https://evil.example/token', apiHosts: ['evil.example'] };

  it('leaves its client ids and addresses in the activity, and its hosts in log and events', async () => {
    expect(await putApp('one')).toBe(200);
    expect(await putApp('one')).toBe(200);
    expect(await putApp('two', EVIL)).toBe(200);
    expect(await send('DELETE', '/oauth-apps/custom~crm')).toBe(204);
    const app = { provider: 'custom~crm', ...ADA };
    const after = [BEFORE[0], 'https://evil.example/token', BEFORE[2], 'evil.example'];
    const [one, two] = [
      { clientId: 'one', version: 1 },
      { clientId: 'two', version: 2 },
    ];
    expect(await entries()).toEqual([
      { type: 'oauth_app_put', ...app, ...one, addressesAfter: BEFORE },
      { type: 'oauth_app_put', ...app, ...one, addressesBefore: BEFORE, addressesAfter: BEFORE },
      { type: 'oauth_app_put', ...app, ...two, addressesBefore: BEFORE, addressesAfter: after },
      {
        ...{ type: 'oauth_app_deleted', ...app, ...two },
        addressesBefore: [...after, BEFORE[1], BEFORE[3]],
      },
    ]);
    expect(linesOf().map(({ hostsAfter }) => hostsAfter)).toEqual([
      ['id.crm.example', 'api.crm.example'],
      ['id.crm.example', 'api.crm.example'],
      ['id.crm.example', 'evil.example'],
      [],
    ]);
    expect(events.map(({ type, clientId, appVersion }) => [type, clientId, appVersion])).toEqual([
      ['oauth_app_put', 'one', 1],
      ['oauth_app_put', 'one', 1],
      ['oauth_app_put', 'two', 2],
      ['oauth_app_deleted', 'two', 2],
    ]);
    expect(lines.join() + JSON.stringify(events) + JSON.stringify(await entries())).not.toContain('leak');
  });

  it('is recorded before it changes, and does not change unrecorded', async () => {
    const body = { clientId: 'one', clientSecret: 'leak-3', custom: CUSTOM };
    const change = () => Promise.reject(new Error('the process died'));
    expect(await send('PUT', '/oauth-apps/custom~crm', body, { apps: { ...ports.apps, change } })).toBe(500);
    expect(await entries()).toHaveLength(1);
    const activity = { ...ports.activity, change };
    expect(await send('PUT', '/oauth-apps/custom~crm', body, { activity })).toBe(503);
    expect(await ports.reads.oauthApps('acme', 'custom~crm')).toEqual([]);
    await putApp('one');
    expect(await send('DELETE', '/oauth-apps/custom~crm', undefined, { activity })).toBe(503);
    expect(await ports.reads.oauthApps('acme', 'custom~crm')).toMatchObject([{ clientId: 'one' }]);
    expect((await ports.reads.oauthApps('acme', 'custom~crm'))[0]).not.toHaveProperty('deletingAt');
  });
});

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

describe('addresses', () => {
  it.each([
    ['https://user:leak@crm.example/mcp', ['https://crm.example/mcp']],
    ['https://crm.example/mcp?token=leak#leak', ['https://crm.example/mcp']],
    ['HTTPS://CRM.example:8443/mcp', ['https://crm.example:8443/mcp']],
    ['https://{subdomain}.crm.example/mcp', ['https://{subdomain}.crm.example/mcp']],
    ['https://leak@{subdomain}.crm.example/mcp', ['https://{subdomain}.crm.example/mcp']],
    ['https://{subdomain}.crm.example/mcp?x=leak', ['https://{subdomain}.crm.example/mcp']],
    ['{customHosts}', ['{customHosts}']],
    ['javascript:leak', []],
    ['leak leak', []],
    [7, []],
    [undefined, []],
  ])('of the URL %j are %j', (url, expected) => {
    expect(serverAddresses({ url: url as string, allowedHosts: [] })).toEqual(expected);
  });

  it('are bounded, whatever a row holds', () => {
    const hosts = Array.from({ length: 100 }, (_, number) => `h${number}.example`);
    const long = `https://${'a'.repeat(60)}.example/${'p'.repeat(5_000)}`;
    const found = serverAddresses({ url: long, allowedHosts: hosts });
    expect(found).toHaveLength(25);
    expect(Math.max(...found.map(({ length }) => length))).toBe(300);
    expect(hostsIn(found)[0]).toBe(`${'a'.repeat(60)}.example`);
    expect(serverAddresses({ allowedHosts: 'h.example' as never })).toEqual([]);
    expect(serverAddresses({ allowedHosts: [{ a: 1 }, null, 'h.example'] as never })).toEqual(['h.example']);
  });

  it('of an app have the values of its variables, and are none for a provider that nobody knows', () => {
    const gitlab = appAddresses(CATALOGUE, { provider: 'gitlab', variables: { host: 'git.acme.example' } });
    expect(hostsIn(gitlab)).toContain('git.acme.example');
    expect(appAddresses(CATALOGUE, { provider: 'custom~gone' })).toEqual([]);
  });
});
