/**
 * Covers src/broker/inject/answer-questions.ts, src/broker/inject/check-servers.ts, src/broker/inject/answer-runtime.ts,
 * src/broker/inject/judge-connection.ts, src/broker/servers/find-server.ts.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Caller } from '../../src/broker/caller.ts';
import { Problem } from '../../src/broker/errors.ts';
import { answerRuntime, type RuntimePorts } from '../../src/broker/inject/answer-runtime.ts';
import type { CheckAnswer, ServerStatus } from '../../src/contract/injection-messages.ts';
import { startWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
  await world.connect(world.ada, 'acme');
});
afterAll(() => world.close());

const HOUR = 3_600_000;
const key = { workspaceId: 'acme', connectionId: 'demo' };

const verifyCaller = async (token: string): Promise<Caller> => {
  if (token === 'no keys') throw new Problem('temporarily_unavailable');
  return { issuer: 'https://idp.example', subject: 'ada', roles: new Map([[token, 'member']]) };
};

function ask(event: object, patch: Partial<RuntimePorts> = {}): Promise<CheckAnswer> {
  const ports: RuntimePorts = { ...world.environment.ports, verifyCaller, ...patch };
  const whole = { version: '1', workspaceId: 'acme', callerToken: 'acme', ...event };
  return answerRuntime(ports, whole) as Promise<CheckAnswer>;
}

async function statusesOf(check: string[], event: object = {}): Promise<ServerStatus[]> {
  const answer = await ask({ check, ...event });
  if ('isAuthorized' in answer) throw new Error(answer.context.reason);
  return answer.statuses;
}
const reasonsOf = (statuses: ServerStatus[]) =>
  statuses.map((status) => (status.ready ? 'ready' : status.reason));

describe('a check of servers', () => {
  it('tells in order which of them a call would find ready, and where to connect the others', async () => {
    const statuses = await statusesOf(['demo-notes', 'github-mcp', 'provider:demo', 'nosuch']);
    expect(reasonsOf(statuses)).toEqual(['ready', 'not_connected', 'ready', 'unknown_server']);
    expect(statuses[0]).toEqual({ server: 'demo-notes', ready: true, connectionId: 'demo' });
    expect(statuses[1]).toMatchObject({
      connectUrl: expect.stringContaining('connect=github&workspace=acme'),
    });
  });

  it('opens no token, marks nothing, and reads a provider once however many of its servers are asked for', async () => {
    const { ports } = world.environment;
    let reads = 0;
    const patch: Partial<RuntimePorts> = {
      connections: {
        ...ports.connections,
        read: (each) => {
          reads++;
          return ports.connections.read(each);
        },
      },
      toolCalls: new Proxy(ports.toolCalls, { get: () => expect.unreachable() }),
      vault: new Proxy(ports.vault, { get: () => expect.unreachable() }),
      refresher: new Proxy(ports.refresher, { get: () => expect.unreachable() }),
    };
    const answer = await ask({ check: ['demo-notes', 'demo-tasks', 'provider:demo'] }, patch);
    expect(answer).toMatchObject({ statuses: [{ ready: true }, { ready: true }, { ready: true }] });
    expect(JSON.stringify(answer)).not.toMatch(/Bearer|accessToken/);
    expect(reads).toBe(1);
  });

  it('tells of a grant that ended, of missing scopes, and of a provider that fails', async () => {
    const { connections } = world.environment.ports;
    const change = (set: object) =>
      connections.change(key, { expect: {}, set, writeId: String(Math.random()) });
    const before = await connections.read(key);
    await change({ grantedScopes: [] });
    expect(reasonsOf(await statusesOf(['demo-notes']))).toEqual(['insufficient_scope']);
    await change({ grantedScopes: before?.grantedScopes, status: 'reauthorization_required' });
    expect(reasonsOf(await statusesOf(['demo-notes']))).toEqual(['reauthorization_required']);
    const now = world.now();
    await change({ status: 'refresh_failing', accessExpiresAt: now - 1, nextAttemptAt: now + 30_500 });
    expect(await statusesOf(['demo-notes'])).toMatchObject([
      { ready: false, reason: 'temporarily_unavailable', retryAfterSeconds: 31 },
    ]);
    world.advance(HOUR);
    // The call itself would refresh it now.
    expect(reasonsOf(await statusesOf(['demo-notes']))).toEqual(['ready']);
    world.resetClock();
    await change({ status: 'active', accessExpiresAt: before?.accessExpiresAt, nextAttemptAt: undefined });
  });

  it.each([
    ['T056: a caller of another workspace', { callerToken: 'globex' }, 'caller_not_authorized'],
    ['no caller token', { callerToken: undefined }, 'caller_not_authorized'],
    ['T173: an unknown field', { host: 'x' }, 'invalid_request'],
    ['no server at all', { check: [] }, 'invalid_request'],
    ['T172: more servers than anybody has', { check: Array(51).fill('demo-notes') }, 'invalid_request'],
    ['an operation beside it', { operation: {} }, 'invalid_request'],
    ['something else than ids', { check: [{}] }, 'invalid_request'],
    ['keys that cannot be had', { callerToken: 'no keys' }, 'temporarily_unavailable'],
  ])('is refused as a whole with %s', async (_title, patch, reason) => {
    const event = JSON.parse(JSON.stringify({ check: ['demo-notes'], callerToken: 'acme', ...patch }));
    const answer = await answerRuntime(
      { ...world.environment.ports, verifyCaller },
      { version: '1', workspaceId: 'acme', ...event },
    );
    expect(answer).toMatchObject({ isAuthorized: false, context: { reason } });
  });

  it('says of each server that it is not available when the table does not answer', async () => {
    const { ports } = world.environment;
    const connections = { ...ports.connections, read: async () => Promise.reject(new Error('down')) };
    expect(await ask({ check: ['demo-notes', 'nosuch'] }, { connections })).toMatchObject({
      statuses: [
        { server: 'demo-notes', ready: false, reason: 'temporarily_unavailable', retryAfterSeconds: 1 },
        { server: 'nosuch', ready: false, reason: 'unknown_server' },
      ],
    });
  });

  it('says it of the one server whose row was edited, and of no other', async () => {
    const { serverRecords } = world.environment.ports;
    const put = await world.ada.request('PUT', '/v1/workspaces/acme/mcp-servers/crm', {
      provider: 'demo',
      placements: [{ in: 'env', name: 'DEMO_TOKEN', value: '{accessToken}' }],
    });
    expect(put.status).toBe(200);
    const row = { workspaceId: 'acme', serverId: 'crm' };
    const set = { connectionId: 'demo~other' };
    await serverRecords.change(row, { expect: {}, set, writeId: 'edited' });
    expect(reasonsOf(await statusesOf(['demo-notes', 'crm', 'github-mcp']))).toEqual([
      'ready',
      'temporarily_unavailable',
      'not_connected',
    ]);
    expect(world.logged.join('')).toContain('check_failed');
    await serverRecords.delete(row, {});
  });
});
