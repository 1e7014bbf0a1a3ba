/**
 * Servers whose calls use the connections of people: two people behind one server, tokens as the server's recorder would see them.
 * Covers src/broker/servers/homes-of-call.ts, src/broker/inject/runtime-caller.ts, src/broker/servers/find-server.ts,
 * src/broker/servers/describe-server.ts, src/contract/servers/server-registration.ts, src/providers/server-registrations.ts.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { verifyPeople } from '../../local/verify-people.ts';
import { personalWorkspaceId } from '../../src/broker/callers/personal-workspace.ts';
import { answerRuntime } from '../../src/broker/inject/answer-runtime.ts';
import type {
  Injection,
  ListedServer,
  Refusal,
  ServerStatus,
} from '../../src/contract/injection-messages.ts';
import { McpServerBody } from '../../src/contract/resources.ts';
import { runtimeOf } from './runtime-of.ts';
import { ADA_AT_DEMO, BOB_AT_DEMO, type PersonId, startWorld, type World } from './world.ts';

let world: World;
let issuer: string;
beforeAll(async () => {
  world = await startWorld({
    workspaceServers: 'allow-private-addresses-of-servers-beside-the-runtime',
    stageServers: [
      { id: 'demo-notes', connectionOf: 'person' },
      { id: 'demo-tasks', connectionOf: 'person-else-workspace' },
    ],
  });
  issuer = world.environment.urls.identityProvider;
});
afterAll(() => world.close());

const idOf = (subject: PersonId) => personalWorkspaceId({ issuer, subject });

function ask(person: PersonId, server: string, more: object = {}) {
  const tool = server === 'demo-notes' ? 'list_notes' : 'list_tasks';
  const operation = { id: world.operationId(), kind: 'call', server, tool };
  const event = { version: '1', workspaceId: 'acme', operation, callerToken: world.tokens[person], ...more };
  return runtimeOf(world)(event);
}
async function injected(person: PersonId, server: string, more: object = {}): Promise<Injection> {
  const answer = await ask(person, server, more);
  if (!answer.isAuthorized) throw new Error(answer.context.reason);
  return answer.context as Injection;
}
async function refused(person: PersonId, server: string, more: object = {}): Promise<Refusal> {
  const answer = await ask(person, server, more);
  if (answer.isAuthorized) throw new Error('a token was handed out');
  return answer.context as Refusal;
}
const tokenIn = ({ headers }: Injection) => Object.values(headers).join();

/** Ends all that the tests before connected. */
beforeEach(async () => {
  world.resetClock();
  const { connections } = world.environment.ports;
  for (const workspaceId of ['acme', idOf('ada'), idOf('bob')])
    for (const { key } of await connections.list(workspaceId)) await connections.delete(key, {});
});
const ofTeam = () => world.connect(world.ada, 'acme');
const ofPerson = (person: 'ada' | 'bob') =>
  world.connect(world[person], '~me', { provider: 'demo' }, person === 'ada' ? ADA_AT_DEMO : BOB_AT_DEMO);

describe('a server with the connections of people alone', () => {
  it('T221: gives each caller their own token, in any order and at the same time', async () => {
    await ofTeam();
    await ofPerson('ada');
    await ofPerson('bob');
    const people = Array.from({ length: 40 }, (_, index) => (index % 3 === 0 ? 'bob' : 'ada') as PersonId);
    const calls = await Promise.all(people.map((person) => injected(person, 'demo-notes')));
    const tokens = { ada: new Set<string>(), bob: new Set<string>() };
    for (const [index, person] of people.entries())
      tokens[person as 'ada' | 'bob'].add(tokenIn(calls[index] as Injection));
    expect([tokens.ada.size, tokens.bob.size]).toEqual([1, 1]);
    expect([...tokens.ada]).not.toEqual([...tokens.bob]);
    expect(calls.every(({ connectionOf }) => connectionOf === 'person')).toBe(true);
  });

  it('T220: is not called for the team by a person who has no connection; the page is their own', async () => {
    await ofTeam();
    const { reason, connectUrl = '' } = await refused('bob', 'demo-notes');
    expect(reason).toBe('not_connected');
    const { searchParams } = new URL(connectUrl);
    expect([searchParams.get('workspace'), searchParams.get('connect')]).toEqual(['~me', 'demo']);
    expect(searchParams.has('refusal')).toBe(false);
  });

  it('T221: takes no account of another workspace that the request names', async () => {
    await world.connect(world.ada, 'acme', { provider: 'demo', label: 'team' });
    await ofPerson('bob');
    expect((await refused('bob', 'demo-notes', { connectionId: 'demo~team' })).reason).toBe('not_connected');
  });

  it('marks the operation in the workspace that asked: one id injects once, whoever presents it', async () => {
    await ofPerson('ada');
    await ofPerson('bob');
    const operation = { id: world.operationId(), kind: 'call', server: 'demo-notes', tool: 'list_notes' };
    await injected('ada', 'demo-notes', { operation });
    expect((await refused('bob', 'demo-notes', { operation })).reason).toBe('tool_call_replayed');
    const { body } = await world.ada.request<{ calls: object[] }>('GET', '/v1/workspaces/acme/calls');
    expect(body.calls[0]).toMatchObject({ caller: 'ada', connectionOf: 'person', outcome: 'injected' });
  });

  it('T221: needs the person’s token in a stage that trusts its runtime, too', async () => {
    await ofTeam();
    await ofPerson('ada');
    const { ports } = world.environment;
    const trusting = {
      ...{ ...ports, verifyCaller: undefined, personalWorkspaces: 'everyone' as const },
      verifyPerson: verifyPeople(issuer, ports),
    };
    const asked = (callerToken?: string) => {
      const operation = { id: world.operationId(), kind: 'call', server: 'demo-notes', tool: 'list_notes' };
      return answerRuntime(trusting, { version: '1', workspaceId: 'acme', operation, callerToken });
    };
    expect(await asked(world.tokens.ada)).toMatchObject({
      isAuthorized: true,
      context: { connectionOf: 'person' },
    });
    for (const token of [undefined, 'forged', `${world.tokens.ada}x`])
      expect(await asked(token)).toMatchObject({ context: { reason: 'caller_not_authorized' } });
  });
});

describe('a server with the connections of people, and else of the workspace', () => {
  it('T220: uses that of the workspace for a person who has none, and says so', async () => {
    await ofTeam();
    const before = await injected('bob', 'demo-tasks');
    expect(before.connectionOf).toBe('workspace');
    await ofPerson('bob');
    const after = await injected('bob', 'demo-tasks');
    expect(after.connectionOf).toBe('person');
    expect(tokenIn(after)).not.toBe(tokenIn(before));
  });

  it.each<[string, (change: (set: object) => Promise<unknown>) => Promise<unknown>, string]>([
    ['is dead', (change) => change({ status: 'reauthorization_required' }), 'reauthorization_required'],
    ['lacks scopes', (change) => change({ grantedScopes: [] }), 'insufficient_scope'],
    ['was disconnected', () => world.bob.disconnect('~me', 'demo'), 'not_connected'],
    ['waits for a choice', (change) => change({ status: 'choice_needed' }), 'reauthorization_required'],
  ])('T220: is not called for the team where the person’s connection %s', async (_what, spoil, reason) => {
    await ofTeam();
    await ofPerson('bob');
    const key = { workspaceId: idOf('bob'), connectionId: 'demo' };
    const { connections } = world.environment.ports;
    await spoil((set) => connections.change(key, { expect: {}, set, writeId: world.operationId() }));
    expect((await refused('bob', 'demo-tasks')).reason).toBe(reason);
  });

  it('T220: is not called for the team where the person has an account of another name', async () => {
    await ofTeam();
    await world.connect(world.bob, '~me', { provider: 'demo', label: 'work' }, BOB_AT_DEMO);
    expect((await refused('bob', 'demo-tasks')).reason).toBe('not_connected');
    expect((await injected('bob', 'demo-tasks', { connectionId: 'demo~work' })).connectionOf).toBe('person');
  });

  it('T220: is not called for the team where the request names an account of the team', async () => {
    await world.connect(world.ada, 'acme', { provider: 'demo', label: 'team' });
    expect((await injected('bob', 'demo-tasks', { connectionId: 'demo~team' })).connectionOf).toBe(
      'workspace',
    );
    await ofPerson('bob');
    expect((await refused('bob', 'demo-tasks', { connectionId: 'demo~team' })).reason).toBe('not_connected');
    await world.bob.disconnect('~me', 'demo');
    expect((await refused('bob', 'demo-tasks', { connectionId: 'demo~team' })).reason).toBe('not_connected');
  });

  it('T220: is not called for the team where the person’s connection cannot be read', async () => {
    await ofTeam();
    const { ports } = world.environment;
    const own = idOf('bob');
    const failing = {
      ...ports.connections,
      read: (key: { workspaceId: string; connectionId: string }) =>
        key.workspaceId === own ? Promise.reject(new Error('down')) : ports.connections.read(key),
    };
    const operation = { id: world.operationId(), kind: 'call', server: 'demo-tasks', tool: 'list_tasks' };
    const answer = await answerRuntime(
      {
        ...{ ...ports, connections: failing, personalWorkspaces: 'everyone' as const },
        verifyCaller: verifyPeople(issuer, ports),
      },
      { version: '1', workspaceId: 'acme', operation, callerToken: world.tokens.bob },
    );
    expect(answer).toMatchObject({ context: { reason: 'temporarily_unavailable' } });
  });
});

describe('what is said of such servers', () => {
  it('is what a call would find: in a check, in the list of servers and in the API', async () => {
    await ofTeam();
    await ofPerson('ada');
    const states = async (person: 'ada' | 'bob') => {
      const callerToken = world.tokens[person];
      const common = { version: '1', workspaceId: 'acme', callerToken };
      const check = ['demo-notes', 'demo-tasks'];
      const { statuses } = (await runtimeOf(world)({ ...common, check })) as unknown as {
        statuses: ServerStatus[];
      };
      const { servers } = (await runtimeOf(world)({ ...common, servers: true })) as unknown as {
        servers: ListedServer[];
      };
      const { body } = await world[person].request<{ servers: { id: string; connected: boolean }[] }>(
        'GET',
        '/v1/workspaces/acme/mcp-servers',
      );
      const isDemo = ({ id }: { id: string }) => check.includes(id);
      return [
        statuses.map(({ ready }) => ready),
        servers.filter(isDemo).map(({ ready }) => ready),
        body.servers.filter(isDemo).map(({ connected }) => connected),
      ];
    };
    expect(await states('ada')).toEqual(Array(3).fill([true, true]));
    expect(await states('bob')).toEqual(Array(3).fill([false, true]));
    // An account of another name is one: nobody acts as the team beside it.
    await world.connect(world.bob, '~me', { provider: 'demo', label: 'work' }, BOB_AT_DEMO);
    expect(await states('bob')).toEqual(Array(3).fill([false, false]));
  });

  it('is the person’s own state in their personal workspace', async () => {
    await ofPerson('ada');
    const { body } = await world.ada.request('GET', '/v1/workspaces/~me/mcp-servers/demo-notes');
    expect(body).toMatchObject({ connectionOf: 'person', connected: true });
    expect((await injected('ada', 'demo-notes', { workspaceId: '~me' })).connectionOf).toBeUndefined();
  });
});

describe('T224: an admin', () => {
  const registration = {
    ...{
      name: 'Own',
      provider: 'demo',
      url: 'http://127.0.0.1:9/evil',
      binding: 'request',
      discovery: true,
    },
    placements: [{ in: 'header', name: 'Authorization', value: 'Bearer {accessToken}' }],
  };
  it('registers no server that gets the connections of people', async () => {
    const put = (body: object) =>
      world.ada.request<{ code: string }>('PUT', '/v1/workspaces/acme/mcp-servers/own', body);
    for (const connectionOf of ['person', 'person-else-workspace']) {
      expect(await put({ ...registration, connectionOf })).toMatchObject({
        status: 400,
        body: { code: 'invalid_request' },
      });
      expect(McpServerBody.safeParse({ ...registration, connectionOf }).success).toBe(false);
    }
  });

  it('whose server is registered without it gets the token of the workspace alone', async () => {
    await ofTeam();
    await ofPerson('ada');
    const { status } = await world.ada.request('PUT', '/v1/workspaces/acme/mcp-servers/own', registration);
    expect(status).toBe(200);
    const operation = { id: world.operationId(), kind: 'call', server: 'own', tool: 'list_notes' };
    const { connectionOf, headers } = await injected('ada', 'own', { operation });
    expect(connectionOf).toBeUndefined();
    expect(Object.values(headers)).not.toContain(tokenIn(await injected('ada', 'demo-notes')));
  });

  it('cannot put another address in the place of such a server', async () => {
    await ofPerson('ada');
    const { status } = await world.ada.request(
      'PUT',
      '/v1/workspaces/acme/mcp-servers/demo-notes',
      registration,
    );
    expect(status).toBeGreaterThanOrEqual(400);
    expect((await injected('ada', 'demo-notes')).allowedHosts).not.toContain('127.0.0.1:9');
  });
});
