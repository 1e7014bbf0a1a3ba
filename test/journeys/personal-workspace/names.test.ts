/**
 * Under which name a personal workspace is found, by whom and on which routes.
 * Covers src/http/enter-workspace.ts, src/broker/inject/runtime-caller.ts,
 * src/broker/callers/personal-workspace.ts.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chooseWorkspace } from '../../../src/broker/authorize/choose-workspace.ts';
import { atOwnWorkspace } from '../../../src/broker/callers/personal-workspace.ts';
import { answerRuntime } from '../../../src/broker/inject/answer-runtime.ts';
import { ROUTES, type Route } from '../../../src/contract/routes.ts';
import { runtimeOf } from '../runtime-of.ts';
import { ADA_AT_DEMO, BOB_AT_DEMO, type PersonId, type World } from '../world.ts';
import { accountsOf, headersFor, idOf, startPersonal } from './own-workspaces.ts';

let world: World;
beforeAll(async () => {
  world = await startPersonal();
});
afterAll(() => world?.close());

describe('a personal workspace', () => {
  it('has the connections of its person, and nobody else sees them', async () => {
    expect(await accountsOf(world, 'ada', '~me')).toEqual([ADA_AT_DEMO]);
    expect(await accountsOf(world, 'bob', '~me')).toEqual([BOB_AT_DEMO]);
    expect(await accountsOf(world, 'mallory', '~me')).toEqual([]);
    expect(await accountsOf(world, 'ada', 'acme')).toEqual([]);
  });

  it('gives each person their own token, whoever asks first', async () => {
    const [ada, bob] = [await headersFor(world, 'ada', '~me'), await headersFor(world, 'bob', '~me')];
    expect([ada, bob]).toEqual([expect.stringMatching(/^Bearer /), expect.stringMatching(/^Bearer /)]);
    expect(ada).not.toBe(bob);
    expect(await headersFor(world, 'mallory', '~me')).toBe('not_connected');
  });

  it.each<[string, (subject: PersonId) => string]>([
    ['its id', (subject) => idOf(world, subject)],
    ['its id in percent signs', (subject) => idOf(world, subject).replace('~', '%7E')],
    ['another case', () => '~ME'],
    ['a space', () => '~me%20'],
    ['a slash at its end', () => '~me%2F'],
    ['two tildes', () => '~~me'],
    ['a look-alike', () => '%EF%BD%9Eme'],
    ['the id of another person', (subject) => idOf(world, subject === 'ada' ? 'bob' : 'ada')],
  ])('T218 T222: by %s does not exist, to its person either', async (_what, name) => {
    expect(await accountsOf(world, 'ada', name('ada'))).toBe(404);
    expect(await headersFor(world, 'ada', decodeURIComponent(name('ada')))).toMatch(
      /^(invalid_request|caller_not_authorized)$/,
    );
  });

  it('T222: by percent signs is the same workspace', async () => {
    expect(await accountsOf(world, 'ada', '%7Eme')).toEqual([ADA_AT_DEMO]);
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
    expect(JSON.stringify(answers)).not.toContain(idOf(world, 'ada').slice(1));
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
    const own = atOwnWorkspace(
      { issuer: world.environment.urls.identityProvider, subject: 'ada', roles },
      'everyone',
    );
    expect(own?.caller.roles.size).toBe(1);
    expect(chooseWorkspace({ roles }, undefined)).toEqual({ refusal: 'caller_not_authorized' });
  });
});
