import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerInjection } from '../../src/broker/answer-injection.ts';
import type { Caller } from '../../src/broker/caller.ts';
import { Problem } from '../../src/broker/errors.ts';
import type { InjectNeeds } from '../../src/broker/inject.ts';
import type { InjectionAnswer } from '../../src/contract/injection-messages.ts';
import { startWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
  await world.connect(world.ada, 'acme');
});
afterAll(() => world.close());

const MINUTE = 60_000;
const key = { workspaceId: 'acme', connectionId: 'demo' };

/** Callers are named by their token: `ada@acme` is a member of acme. */
const verifyCaller = async (token: string): Promise<Caller> => {
  const [subject = '', workspace = ''] = token.split('@');
  if (!workspace) throw new Problem('unauthenticated');
  return { issuer: 'https://idp.example', subject, roles: new Map([[workspace, 'member']]) };
};

function injectorWith(patch: Partial<InjectNeeds> = {}) {
  const ports: InjectNeeds = { ...world.environment.ports, verifyCaller, ...patch };
  return (event: unknown) => answerInjection(ports, event);
}

type Overrides = { operation?: Record<string, unknown>; [field: string]: unknown };
function request({ operation = {}, ...fields }: Overrides = {}) {
  return {
    version: '1',
    workspaceId: 'acme',
    callerToken: 'ada@acme',
    operation: {
      id: world.operationId(),
      kind: 'call',
      server: 'demo-notes',
      tool: 'list_notes',
      ...operation,
    },
    ...fields,
  };
}

/** Through JSON, as Lambda hands events over: a field without a value is no field. */
const inject = (overrides?: Overrides, patch?: Partial<InjectNeeds>) =>
  injectorWith(patch)(JSON.parse(JSON.stringify(request(overrides))));
const reasonOf = (answer: InjectionAnswer) => (answer.isAuthorized ? 'injected' : answer.context.reason);

/** Counts every request to the table and the key wrapper behind the ports. */
function counted() {
  const { ports } = world.environment;
  const counts = { connectionReads: 0, connectionWrites: 0, callWrites: 0, refreshes: 0 };
  const patch: Partial<InjectNeeds> = {
    connections: {
      ...ports.connections,
      read: (each) => {
        counts.connectionReads++;
        return ports.connections.read(each);
      },
      change: (each, change) => {
        counts.connectionWrites++;
        return ports.connections.change(each, change);
      },
    },
    toolCalls: {
      ...ports.toolCalls,
      add: (each, addition) => {
        counts.callWrites++;
        return ports.toolCalls.add(each, addition);
      },
    },
    refresher: {
      refresh: (each, generation) => {
        counts.refreshes++;
        return ports.refresher.refresh(each, generation);
      },
    },
  };
  return { counts, patch };
}

describe('an injection', () => {
  it('puts the token where the registration says, and nothing else', async () => {
    const notes = await inject();
    const tasks = await inject({ operation: { server: 'demo-tasks', tool: 'list_tasks' } });
    const own = await inject({ operation: { server: 'provider:demo', tool: 'get' } });
    if (!notes.isAuthorized || !tasks.isAuthorized || !own.isAuthorized) throw new Error('refused');
    const token = notes.context.headers.Authorization?.replace('Bearer ', '');
    expect(tasks.context.headers).toEqual({ 'X-Mcp-Secret-DEMO-ACCESS-TOKEN': token });
    expect(own.context.headers).toEqual({ Authorization: `Bearer ${token}` });
    expect(tasks.context.removeHeaders).toContain('Authorization');
    expect(notes.context).toMatchObject({
      connectionId: 'demo',
      generation: 1,
      binding: 'request',
      maxUses: 1,
    });
    const body = await fetch(`${world.environment.urls.demoProvider}/api/notes`, {
      headers: notes.context.headers,
    });
    expect(body.status).toBe(200);
  });

  it('is one read and one write when warm', async () => {
    await inject();
    const { counts, patch } = counted();
    expect(reasonOf(await inject({}, patch))).toBe('injected');
    expect(counts).toEqual({ connectionReads: 1, connectionWrites: 0, callWrites: 1, refreshes: 0 });
  });

  it('is recorded with who called, where and what came of it', async () => {
    const [allowed, refused] = [request(), request({ connectionId: 'demo~none' })];
    await injectorWith()(allowed);
    await injectorWith()(refused);
    const read = ({ operation }: typeof allowed) =>
      world.environment.ports.toolCalls.read({
        workspaceId: 'acme',
        day: new Date(world.now()).toISOString().slice(0, 10),
        operationId: operation.id,
      });
    expect(await read(allowed)).toMatchObject({
      caller: { issuer: 'https://idp.example', subject: 'ada' },
      server: 'demo-notes',
      tool: 'list_notes',
      connectionId: 'demo',
      outcome: 'injected',
    });
    expect(await read(refused)).toMatchObject({ connectionId: 'demo~none', outcome: 'not_connected' });
  });

  it('T137: works once for an operation id, of 20 at the same time', async () => {
    const same = request();
    const answers = await Promise.all(Array.from({ length: 20 }, () => injectorWith()(same)));
    expect(answers.map(reasonOf).filter((reason) => reason === 'injected')).toHaveLength(1);
    expect(new Set(answers.map(reasonOf))).toEqual(new Set(['injected', 'tool_call_replayed']));
  });

  it('T138: the same id for another server, tool or connection is a replay too', async () => {
    const { operation } = request();
    expect(reasonOf(await inject({ operation }))).toBe('injected');
    expect(reasonOf(await inject({ operation: { ...operation, server: 'demo-tasks' } }))).toBe(
      'tool_call_replayed',
    );
    expect(reasonOf(await inject({ operation, connectionId: 'demo~other' }))).toBe('tool_call_replayed');
  });

  it('T139: ids from more than five minutes ago or ahead are refused before anything is read', async () => {
    const { operation } = request();
    const { counts, patch } = counted();
    for (const offset of [6 * MINUTE, -6 * MINUTE]) {
      world.advance(offset);
      expect(reasonOf(await inject({ operation }, patch))).toBe('invalid_request');
      world.advance(-offset);
    }
    expect(counts).toEqual({ connectionReads: 0, connectionWrites: 0, callWrites: 0, refreshes: 0 });
  });
});

describe('an injection is refused', () => {
  it.each<[string, Overrides, string]>([
    ['T056 T059: without a caller token', { callerToken: undefined }, 'caller_not_authorized'],
    ['T059: with a token that does not verify', { callerToken: 'forged' }, 'caller_not_authorized'],
    [
      'T047 T056: with a caller of another workspace',
      { callerToken: 'mallory@globex' },
      'caller_not_authorized',
    ],
    ['for an unknown server', { operation: { server: 'nosuch' } }, 'unknown_server'],
    ['T140: for another host', { operation: { host: 'evil.example' } }, 'host_not_allowed'],
    ['T141: for another port of the host', { operation: { host: '127.0.0.1:1' } }, 'host_not_allowed'],
    [
      'for discovery, where the server wants none',
      { operation: { kind: 'discovery', tool: undefined } },
      'tool_not_allowed',
    ],
    ['T058: for a connection of another provider', { connectionId: 'google' }, 'invalid_request'],
    ['where nothing is connected', { connectionId: 'demo~none' }, 'not_connected'],
    ['where a scope is missing', { scopes: ['notes:write'] }, 'insufficient_scope'],
    ['of another version', { version: '2' }, 'invalid_request'],
    ['with a field too many', { token: 'please' }, 'invalid_request'],
    [
      'with an id that is no UUIDv7',
      { operation: { id: '01890a5d-ac96-4774-bcce-b302099a8057' } },
      'invalid_request',
    ],
    [
      'with an id in capitals',
      { operation: { id: '01890A5D-AC96-774B-BCCE-B302099A8057' } },
      'invalid_request',
    ],
    ['for a workspace id with a #', { workspaceId: 'acme#x' }, 'invalid_request'],
  ])('%s', async (_title, overrides, reason) => {
    const { counts, patch } = counted();
    const answer = await inject(overrides, patch);
    expect(reasonOf(answer)).toBe(reason);
    expect(JSON.stringify(answer)).not.toContain('Bearer');
    if (['caller_not_authorized', 'host_not_allowed', 'unknown_server', 'invalid_request'].includes(reason)) {
      expect(counts).toEqual({ connectionReads: 0, connectionWrites: 0, callWrites: 0, refreshes: 0 });
    }
  });

  it.each([undefined, null, 7, 'text', [], {}, { version: '1' }, { operation: null }])(
    'for the event %j',
    async (event) => {
      expect(reasonOf(await injectorWith()(event))).toBe('invalid_request');
    },
  );

  it('T030: with the dashboard’s own page to connect at, which says nothing about anybody', async () => {
    const answer = await inject({ connectionId: 'demo~none' });
    if (answer.isAuthorized) throw new Error('injected');
    expect(answer.context.connectUrl).toBe(
      `${world.environment.urls.dashboard}/?connect=demo&workspace=acme`,
    );
  });

  it('with what is missing, where scopes are', async () => {
    const answer = await inject({ scopes: ['notes:write', 'notes:read'] });
    expect(answer).toMatchObject({ context: { missingScopes: ['notes:write'] } });
  });

  it('T059: when the issuer’s keys cannot be had, for now', async () => {
    const unreachable = () => Promise.reject(new Problem('temporarily_unavailable'));
    expect(reasonOf(await inject({}, { verifyCaller: unreachable }))).toBe('temporarily_unavailable');
  });

  it('T090: when table or vault fail, without an exception and without a token', async () => {
    const { ports } = world.environment;
    const down = () => Promise.reject(new Error('down'));
    const patches: Partial<InjectNeeds>[] = [
      { connections: { ...ports.connections, read: down } },
      { toolCalls: { ...ports.toolCalls, add: down } },
      { vault: { ...ports.vault, open: down } },
    ];
    for (const patch of patches) expect(reasonOf(await inject({}, patch))).toBe('temporarily_unavailable');
  });

  it('trusts the runtime’s word only where the stage says so', async () => {
    expect(reasonOf(await inject({ callerToken: undefined }, { verifyCaller: undefined }))).toBe('injected');
  });
});

describe('a token about to expire', () => {
  it('T097 T134: is refreshed on demand, once for 64 callers, and all are served', async () => {
    world.advance(60 * MINUTE - 30_000);
    let tokenRequests = 0;
    const { ports } = world.environment;
    const { answerRefresh } = await import('../../src/broker/answer-refresh.ts');
    const counting = {
      ...ports,
      fetch: (each: Parameters<typeof ports.fetch>[0]) => {
        if (each.url.endsWith('/token')) tokenRequests++;
        return ports.fetch(each);
      },
    };
    const refresher: InjectNeeds['refresher'] = {
      refresh: async (each, generation) =>
        (await answerRefresh(
          counting,
          { version: '1', kind: 'connection', ...each, generation },
          world.now() + 60_000,
        )) as Awaited<ReturnType<InjectNeeds['refresher']['refresh']>>,
    };
    const answers = await Promise.all(Array.from({ length: 64 }, () => inject({}, { refresher })));
    expect(new Set(answers.map(reasonOf))).toEqual(new Set(['injected']));
    expect(tokenRequests).toBe(1);
    const generations = answers.map((answer) => (answer.isAuthorized ? answer.context.generation : 0));
    // While 30 seconds are left, the old token may be served beside the new one.
    expect(Math.max(...generations)).toBe(2);
    expect(await ports.connections.read(key)).toMatchObject({ generation: 2, status: 'active' });
  });

  it('T134: is served while valid although the provider is down, and never after', async () => {
    const record = await world.environment.ports.connections.read(key);
    const failing: InjectNeeds['refresher'] = {
      refresh: async () => ({ outcome: 'failing', retryAt: world.now() + 5_000 }),
    };
    world.advance((record?.accessExpiresAt ?? 0) - world.now() - 20_000);
    expect(reasonOf(await inject({}, { refresher: failing }))).toBe('injected');
    world.advance(20_000);
    const answer = await inject({}, { refresher: failing });
    expect(answer).toMatchObject({ isAuthorized: false, context: { reason: 'temporarily_unavailable' } });
  });

  it('T134: is served while valid although token-refresh cannot be reached, and never after', async () => {
    const { ports } = world.environment;
    const record = await ports.connections.read(key);
    const valid = { ...record, accessExpiresAt: world.now() + 20_000 } as NonNullable<typeof record>;
    const out = { refresh: () => Promise.reject(new Error('timed out')) };
    const reading = (each: typeof valid) => ({ ...ports.connections, read: async () => each });
    const served = await inject({}, { refresher: out, connections: reading(valid) });
    expect(reasonOf(served)).toBe('injected');
    const expired = { ...valid, accessExpiresAt: world.now() - 1 };
    const refused = await inject({}, { refresher: out, connections: reading(expired) });
    expect(reasonOf(refused)).toBe('temporarily_unavailable');
  });

  it('T131: is not asked for while an earlier failure says to wait', async () => {
    const { ports } = world.environment;
    const record = await ports.connections.read(key);
    const waiting = { ...record, nextAttemptAt: world.now() + 30_000 } as NonNullable<typeof record>;
    const { counts, patch } = counted();
    const connections = { ...ports.connections, read: async () => waiting };
    const answer = await inject({}, { ...patch, connections });
    expect(answer).toMatchObject({ context: { reason: 'temporarily_unavailable', retryAfterSeconds: 30 } });
    expect(counts.refreshes).toBe(0);
  });

  it('T140: is not even refreshed for a host that only the connection names, when the call goes elsewhere', async () => {
    const { ports } = world.environment;
    const { registration } = ports.servers.get('demo-notes') ?? expect.unreachable();
    const ofTenant = { ...registration, allowedHosts: ['{tenant}.demo.example'] };
    const servers = new Map([['demo-notes', { registration: ofTenant, source: 'stage' as const }]]);
    const record = await ports.connections.read(key);
    const { counts, patch } = counted();
    const read = async () => ({ ...(record ?? expect.unreachable()), facts: { tenant: 'acme' } });
    const more = { ...patch, servers, connections: { ...ports.connections, read } };
    expect(reasonOf(await inject({ operation: { host: 'evil.demo.example' } }, more))).toBe(
      'host_not_allowed',
    );
    expect(counts.refreshes).toBe(0);
    await inject({ operation: { host: 'acme.demo.example' } }, more);
    expect(counts.refreshes).toBe(1);
  });
});
