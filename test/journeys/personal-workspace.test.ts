/**
 * Covers src/broker/callers/personal-workspace.ts, src/http/enter-workspace.ts, src/broker/inject/runtime-caller.ts,
 * src/broker/workspace-mark.ts, src/broker/disconnect/delete-workspace.ts, src/broker/connect/room-for-connection.ts,
 * src/broker/disconnect/end-person.ts, src/broker/callers/reads-after-end.ts, src/broker/operator.ts,
 * src/contract/identifiers.ts.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chooseWorkspace } from '../../src/broker/authorize/choose-workspace.ts';
import { atOwnWorkspace, personalWorkspaceId } from '../../src/broker/callers/personal-workspace.ts';
import { workspaceRoles } from '../../src/broker/callers/workspace-roles.ts';
import { startConnect } from '../../src/broker/connect/start-connect.ts';
import { endPerson } from '../../src/broker/disconnect/end-person.ts';
import { answerRuntime } from '../../src/broker/inject/answer-runtime.ts';
import { PERSONAL_WORKSPACE_ID } from '../../src/contract/identifiers.ts';
import type { Injection } from '../../src/contract/injection-messages.ts';
import { ROUTES, type Route } from '../../src/contract/routes.ts';
import { createConnectionsApi } from '../../src/http/connections-api.ts';
import { runtimeOf } from './runtime-of.ts';
import { ADA_AT_DEMO, BOB_AT_DEMO, type PersonId, startWorld, type World } from './world.ts';

let world: World;
let issuer: string;
beforeAll(async () => {
  world = await startWorld();
  issuer = world.environment.urls.identityProvider;
  await world.connect(world.ada, '~me', { provider: 'demo' }, ADA_AT_DEMO);
  await world.connect(world.bob, '~me', { provider: 'demo' }, BOB_AT_DEMO);
});
afterAll(() => world.close());

const idOf = (subject: PersonId) => personalWorkspaceId({ issuer, subject });
const accountsOf = async (person: PersonId, workspace: string) => {
  const { status, body } = await world[person].connections(workspace);
  return status === 200 ? body.connections.map(({ account }) => account) : status;
};

/** The headers that a call of the notes server gets, or the reason of the refusal. */
async function headersFor(person: PersonId, workspaceId: string, more: object = {}): Promise<unknown> {
  const operation = { id: world.operationId(), kind: 'call', server: 'demo-notes', tool: 'list_notes' };
  const event = { version: '1', workspaceId, operation, callerToken: world.tokens[person], ...more };
  const answer = await runtimeOf(world)(event);
  return answer.isAuthorized ? (answer.context as Injection).headers.Authorization : answer.context.reason;
}

describe('a personal workspace', () => {
  it('has the connections of its person, and nobody else sees them', async () => {
    expect(await accountsOf('ada', '~me')).toEqual([ADA_AT_DEMO]);
    expect(await accountsOf('bob', '~me')).toEqual([BOB_AT_DEMO]);
    expect(await accountsOf('mallory', '~me')).toEqual([]);
    expect(await accountsOf('ada', 'acme')).toEqual([]);
  });

  it('gives each person their own token, whoever asks first', async () => {
    const [ada, bob] = [await headersFor('ada', '~me'), await headersFor('bob', '~me')];
    expect([ada, bob]).toEqual([expect.stringMatching(/^Bearer /), expect.stringMatching(/^Bearer /)]);
    expect(ada).not.toBe(bob);
    expect(await headersFor('mallory', '~me')).toBe('not_connected');
  });

  it.each<[string, (subject: PersonId) => string]>([
    ['its id', idOf],
    ['its id in percent signs', (subject) => idOf(subject).replace('~', '%7E')],
    ['another case', () => '~ME'],
    ['a space', () => '~me%20'],
    ['a slash at its end', () => '~me%2F'],
    ['two tildes', () => '~~me'],
    ['a look-alike', () => '%EF%BD%9Eme'],
    ['the id of another person', (subject) => idOf(subject === 'ada' ? 'bob' : 'ada')],
  ])('T218 T222: by %s does not exist, to its person either', async (_what, name) => {
    expect(await accountsOf('ada', name('ada'))).toBe(404);
    expect(await headersFor('ada', decodeURIComponent(name('ada')))).toMatch(
      /^(invalid_request|caller_not_authorized)$/,
    );
  });

  it('T222: by percent signs is the same workspace', async () => {
    expect(await accountsOf('ada', '%7Eme')).toEqual([ADA_AT_DEMO]);
  });

  it('T222: has neither its id nor another spelling in any answer', async () => {
    const answers = [
      await world.ada.request('GET', '/v1/workspaces/~me/connections'),
      await world.ada.request('GET', '/v1/workspaces/~me/activity'),
      await world.ada.request('GET', '/v1/workspaces/~me/activity.csv'),
      await world.ada.request('GET', '/v1/workspaces/~me/calls'),
      await world.ada.request('GET', '/v1/workspaces/~me/mcp-servers'),
      await world.ada.request('GET', '/v1/providers?workspace=~me'),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200]);
    expect(JSON.stringify(answers)).not.toContain(idOf('ada').slice(1));
    const csv = await fetch(`${world.environment.urls.api}/v1/workspaces/~me/calls.csv`, {
      headers: { authorization: `Bearer ${world.tokens.ada}` },
    });
    expect(csv.headers.get('content-disposition')).toBe('attachment; filename="calls-~me.csv"');
  });

  it('T222: a link of a refusal names it as its person does', async () => {
    const operation = { id: world.operationId(), kind: 'call', server: 'github-mcp', tool: 'get_me' };
    const answer = await runtimeOf(world)({
      ...{ version: '1', workspaceId: '~me', callerToken: world.tokens.ada, operation },
    });
    const { connectUrl = '' } = answer.isAuthorized ? {} : answer.context;
    expect(new URL(connectUrl).searchParams.get('workspace')).toBe('~me');
  });

  it('T222: in a stage that trusts its runtime is nobody’s', async () => {
    const operation = { id: world.operationId(), kind: 'call', server: 'demo-notes', tool: 'list_notes' };
    const ports = {
      ...world.environment.ports,
      verifyCaller: undefined,
      personalWorkspaces: 'everyone' as const,
    };
    const event = { version: '1', workspaceId: '~me', operation, callerToken: world.tokens.ada };
    expect(await answerRuntime(ports, event)).toMatchObject({ context: { reason: 'caller_not_authorized' } });
  });

  const withWorkspace = (ROUTES as readonly Route[]).filter(({ path }) => path.includes('{ws}'));
  const shared = withWorkspace.filter(({ params }) => !params?.shape.ws?.safeParse('~me').success);
  it.each(shared)('has no $operationId', async ({ method, path }) => {
    const at = path
      .replace('{ws}', '~me')
      .replace(/\{(provider|serverId)\}/, 'demo')
      .replace('{person}', 'A'.repeat(43));
    const { status } = await world.ada.request(method.toUpperCase(), at, method === 'get' ? undefined : {});
    expect(status).toBe(404);
  });
  it('is missing from these routes alone', () => {
    expect(shared.map(({ operationId }) => operationId).toSorted()).toEqual(
      [
        ...['listOAuthApps', 'getOAuthApp', 'putOAuthApp', 'checkOAuthApp', 'deleteOAuthApp'],
        ...['getOAuthAppPolicy', 'putOAuthAppPolicy', 'putMcpServer', 'deleteMcpServer', 'listServerTools'],
        ...['tryServer', 'listPeople', 'putMe', 'deleteMe', 'deletePerson'],
      ].toSorted(),
    );
  });

  it('T225: is chosen by nobody who names no workspace', async () => {
    const roles = new Map();
    const own = atOwnWorkspace({ issuer, subject: 'ada', roles }, 'everyone');
    expect(own?.caller.roles.size).toBe(1);
    expect(chooseWorkspace({ roles }, undefined)).toEqual({ refusal: 'caller_not_authorized' });
  });
});

describe('the deletion of a personal workspace', () => {
  it('makes all inert, with receipts, and the person may begin anew at once', async () => {
    await world.connect(world.mallory, '~me');
    expect((await world.mallory.request('DELETE', '/v1/workspaces/~me')).status).toBe(202);
    expect(await headersFor('mallory', '~me')).toBe('not_connected');
    await world.environment.tick();
    const { body } = await world.mallory.connections('~me');
    expect(body.connections).toMatchObject([
      { status: 'disconnected', receipt: { tokensDeletedAt: expect.any(String) } },
    ]);
    world.advance(1_000);
    expect(await world.connect(world.mallory, '~me')).toMatchObject({ status: 'active' });
    expect(await headersFor('mallory', '~me')).toMatch(/^Bearer /);
    expect(await accountsOf('ada', '~me')).toEqual([ADA_AT_DEMO]);
  });

  it('T163: ends a consent that was open, and no later one', async () => {
    const returned = await world.consented(world.mallory, '~me', { provider: 'demo', label: 'late' });
    world.advance(1_000);
    for (let round = 0; round < 3; round++) await world.mallory.request('DELETE', '/v1/workspaces/~me');
    expect(await world.mallory.complete('~me', returned)).toMatchObject({
      body: { code: 'workspace_deleted' },
    });
    world.advance(1_000);
    expect(await world.connect(world.mallory, '~me', { provider: 'demo', label: 'later' })).toMatchObject({
      status: 'active',
    });
  });
});

describe('T223: a person whom an operator ends', () => {
  const END = { issuer: '', subject: 'mallory' };
  beforeAll(() => {
    END.issuer = issuer;
  });
  const end = () => endPerson(world.environment.ports, END);
  /** A token that was issued now, by the world's clock, as the issuer would give it to the next person of this name. */
  const callerOf = (issuedAt: number) => ({ ...END, roles: new Map(), issuedAt });
  const startAs = (issuedAt: number) => {
    const own = atOwnWorkspace(callerOf(issuedAt), 'everyone') ?? expect.unreachable();
    return startConnect(world.environment.ports, { ...own, provider: 'demo', label: 'anew' });
  };

  it('loses all, and can do nothing with a token of before', async () => {
    await world.connect(world.mallory, '~me', { provider: 'demo', label: 'last' });
    const returned = await world.consented(world.mallory, '~me', { provider: 'demo', label: 'open' });
    expect(await end()).toBeGreaterThan(0);
    expect(await end()).toBe(0);
    expect(await headersFor('mallory', '~me')).toBe('caller_not_authorized');
    expect((await world.mallory.complete('~me', returned)).status).toBe(404);
    expect((await world.mallory.start('~me', { provider: 'demo', label: 'anew' })).status).toBe(404);
    for (const list of ['connections', 'activity', 'calls', 'mcp-servers'])
      expect((await world.mallory.request('GET', `/v1/workspaces/~me/${list}`)).status, list).toBe(404);
    await world.environment.tick();
    const rows = await world.environment.ports.connections.list(idOf('mallory'));
    expect(new Set(rows.map(({ record }) => record.status))).toEqual(new Set(['disconnected']));
    expect(rows.every(({ record }) => record.sealedAccess === undefined)).toBe(true);
    expect(await accountsOf('ada', '~me')).toEqual([ADA_AT_DEMO]);
  });

  it('leaves nothing to another person to whom the issuer gives the name later, who may begin', async () => {
    const endedAt = world.now();
    await end();
    await expect(startAs(endedAt)).rejects.toMatchObject({ code: 'workspace_deleted' });
    world.advance(2_000);
    expect(await startAs(world.now())).toMatchObject({ authorizationUrl: expect.any(String) });
    const api = createConnectionsApi(world.environment.ports, {
      log: world.environment.ports.log,
      personalWorkspaces: 'everyone',
      newCorrelationId: () => 'an-id',
      verifyCaller: async () => callerOf(world.now()),
    });
    const read = async (list: string) => {
      const headers = { authorization: 'Bearer later' };
      const response = await api.request(`/v1/workspaces/~me/${list}`, { headers });
      expect(response.status).toBe(200);
      return response.text();
    };
    expect(JSON.parse(await read('connections'))).toEqual({ connections: [] });
    expect(JSON.parse(await read('calls'))).toEqual({ calls: [] });
    for (const list of ['activity', 'activity.csv', 'calls.csv', 'call-counts', 'call-days?days=30'])
      expect(await read(list), list).not.toMatch(/demo~last|list_notes|"injected":[1-9]|workspace_deleted/);
  });

  it('stays ended after a deletion that a token of before asks for', async () => {
    await end();
    expect((await world.mallory.request('DELETE', '/v1/workspaces/~me')).status).toBe(404);
    const workspaceId = idOf('mallory');
    expect(await world.environment.ports.workspaceMarks.read({ workspaceId })).toMatchObject({
      endedAt: expect.any(Number),
    });
  });

  it.each(['/', '%2F', '//'])(
    'is nobody else: an issuer with %s at its end ends no connection',
    async (more) => {
      expect(await endPerson(world.environment.ports, { issuer: `${issuer}${more}`, subject: 'ada' })).toBe(
        0,
      );
      expect(await headersFor('ada', '~me')).toMatch(/^Bearer /);
    },
  );
});

describe('the id of a personal workspace', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('a', 'a/', 'https://idp', 'https://idp/', ''),
  );
  it('T219: is another one for every other person, and has no form that a claim can have', () => {
    fc.assert(
      fc.property(text, text, text, text, (issuer1, subject1, issuer2, subject2) => {
        const [one, other] = [
          personalWorkspaceId({ issuer: issuer1, subject: subject1 }),
          personalWorkspaceId({ issuer: issuer2, subject: subject2 }),
        ];
        expect(one === other).toBe(issuer1 === issuer2 && subject1 === subject2);
        expect(one).toMatch(PERSONAL_WORKSPACE_ID);
        expect(() => workspaceRoles([`${one}:admin`], 'list')).toThrow();
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ['https://idp', 'a'.repeat(10_000)],
    ['https://idp/', 'ada'],
    ['https://idp', 'ada'],
    ['https://idp', 'ada '],
    ['https://idp', '\u00e9'],
    ['https://idp', 'e\u0301'],
  ])('T219: of %s and its person is not shared by any of the others', (issuerOf, subject) => {
    const people = [
      ['https://idp', 'a'.repeat(10_000)],
      ['https://idp/', 'ada'],
      ['https://idp', 'ada'],
      ['https://idp', 'ada '],
      ['https://idp', '\u00e9'],
      ['https://idp', 'e\u0301'],
    ] as const;
    const same = people.filter(
      ([each, name]) =>
        personalWorkspaceId({ issuer: each, subject: name }) ===
        personalWorkspaceId({ issuer: issuerOf, subject }),
    );
    expect(same).toHaveLength(1);
  });

  it('T218: a claim that names ~me, or an id of this form, is refused whole', () => {
    const id = personalWorkspaceId({ issuer: 'https://idp', subject: 'ada' });
    for (const entry of ['~me:admin', `${id}:admin`, '~ME:admin', '%7Eme:admin'])
      expect(() => workspaceRoles(['acme:admin', entry], 'list')).toThrow();
  });

  it.each([
    ['off', [['acme', 'member']], false],
    ['members', [], false],
    ['members', [['acme', 'member']], true],
    ['everyone', [], true],
  ] as const)('where the stage says %s for %j: %s', (rule, roles, has) => {
    const caller = { issuer: 'https://idp', subject: 'ada', roles: new Map(roles) };
    expect(atOwnWorkspace(caller, rule) !== undefined).toBe(has);
    expect(caller.roles.size).toBe(roles.length);
  });
});
