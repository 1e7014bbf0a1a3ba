/**
 * T228: what token-injector does with what a runtime saw in a list of tools: who may tell it, what it remembers, and what ends that.
 * Covers src/broker/inject/note-tools.ts, src/broker/tools/judge-sight.ts, src/broker/tools/seen-tools.ts,
 * src/broker/tools/forget-tools.ts, src/broker/inject/answer-runtime.ts, src/broker/inject/answer-questions.ts.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { verifyPeople } from '../../local/verify-people.ts';
import { personalWorkspaceId } from '../../src/broker/callers/personal-workspace.ts';
import { endPerson } from '../../src/broker/disconnect/end-person.ts';
import { answerRuntime } from '../../src/broker/inject/answer-runtime.ts';
import { LIMITS } from '../../src/broker/limits.ts';
import type { Ports } from '../../src/broker/ports.ts';
import { DAY } from '../../src/contract/durations.ts';
import { type PersonId, startWorld, type World } from './world.ts';

let world: World;
beforeEach(async () => {
  world = await startWorld({
    stageServers: [{ id: 'demo-notes', connectionOf: 'person' }, { id: 'demo-tasks' }],
    workspaceServers: 'allow-private-addresses-of-servers-beside-the-runtime',
  });
});
afterEach(() => world.close());

/** A fingerprint of which the beginning is readable. */
const print = (words: string) => words.padEnd(43, '-');
const tool = (name: string, definition = name) => ({ name, fingerprint: print(definition) });

interface Told {
  workspaceId?: string;
  server?: string;
  person?: PersonId;
  rule?: 'record' | 'hold';
  changed?: Partial<Ports>;
}

/** The stage’s own verifiers, over its own table. */
function tell(tools: object[], told: Told = {}) {
  const { workspaceId = 'acme', server = 'demo-tasks', person = 'ada', rule = 'record', changed } = told;
  const { ports, urls } = world.environment;
  const verifyCaller = verifyPeople(urls.identityProvider, ports);
  const all = { ...ports, verifyCaller, personalWorkspaces: 'everyone' as const, ...changed };
  const event = { version: '1', workspaceId, listed: { server, tools }, callerToken: world.tokens[person] };
  return answerRuntime({ ...all, toolChanges: rule }, event);
}

async function changesIn(workspace: string, person: 'ada' | 'mallory' = 'ada') {
  const path = `/v1/workspaces/${workspace}/activity?type=tools_changed`;
  const { body } = await world[person].request<{ activity: { toolChanges: object[]; actor: string }[] }>(
    'GET',
    path,
  );
  return body.activity.toReversed().map(({ toolChanges }) => toolChanges);
}

const seenIn = async (workspace: string, server = 'demo-tasks', person: 'ada' | 'mallory' = 'ada') => {
  const path = `/v1/workspaces/${workspace}/mcp-servers/${server}/seen-tools`;
  const { body } = await world[person].request<{ tools: { name: string; isApproved: boolean }[] }>(
    'GET',
    path,
  );
  return body.tools.map(({ name, isApproved }) => (isApproved ? name : `${name} (held)`));
};
const NOTHING = { held: [] };
const reasonOf = async (answer: ReturnType<typeof tell>) =>
  ((await answer) as { context?: { reason: string } }).context?.reason;

describe('T228: who may tell', () => {
  it('is whoever an injection would take, of a server that exists', async () => {
    const refused = (told: Told) => reasonOf(tell([tool('a')], told));
    expect(await refused({ person: 'mallory' })).toBe('caller_not_authorized');
    expect(await refused({ workspaceId: 'globex', person: 'bob' })).toBe('caller_not_authorized');
    expect(await refused({ server: 'nothing-here' })).toBe('unknown_server');
    expect(await seenIn('acme')).toEqual([]);
    expect(await tell([tool('a')], { person: 'bob' })).toEqual(NOTHING);
    expect(await seenIn('acme')).toEqual(['a']);
  });

  it('tells 256 tools at most, by names and fingerprints of their grammar', async () => {
    const many = (count: number) => Array.from({ length: count }, (_, index) => tool(`t-${index}`));
    expect(await tell(many(256))).toEqual(NOTHING);
    const bad = [many(257), [tool('')], [tool('n'.repeat(129))], [{ name: 'a', fingerprint: 'short' }]];
    for (const tools of [...bad, [{ ...tool('a'), description: 'x' }]])
      expect(await reasonOf(tell(tools))).toBe('invalid_request');
    expect(await seenIn('acme')).toHaveLength(256);
  });

  it('writes names that no table takes, and asks of them nothing twice', async () => {
    const odd = [tool('\ud800lone', 'one'), tool('a/b', 'two'), tool('Notizen lesen', 'three')];
    await tell(odd);
    await tell(odd.toReversed());
    expect(await changesIn('acme')).toEqual([]);
    await tell([odd[1] as object, odd[2] as object, tool('\ud800lone', 'four')]);
    expect(await changesIn('acme')).toEqual([
      [{ tool: '(unknown)', before: print('one'), after: print('four') }],
    ]);
  });
});

describe('T228: what a day holds', () => {
  const versions = (from: number, count: number) =>
    Array.from({ length: count }, (_, index) => [tool('a', `v${from + index}`)]);

  it('is twenty entries of a server; what came later is recorded on the next day', async () => {
    for (const tools of versions(0, LIMITS.toolChangesOfDay + 3)) expect(await tell(tools)).toEqual(NOTHING);
    expect(await changesIn('acme')).toHaveLength(LIMITS.toolChangesOfDay);
    expect(world.logged.filter((line) => line.includes('tools_not_recorded'))).toHaveLength(2);
    // Another server and another workspace have entries of their own.
    for (const told of [{ server: 'demo-notes' }, { workspaceId: 'globex' }]) {
      await tell([tool('a')], told);
      await tell([tool('a', 'b')], told);
    }
    expect(await changesIn('acme')).toHaveLength(LIMITS.toolChangesOfDay + 1);
    expect(await changesIn('globex')).toHaveLength(1);
    const { ports } = world.environment;
    const clock = { ...ports.clock, now: () => Date.now() + DAY + 1_000 };
    // The token of the person is judged by the clock of today.
    await tell([tool('a', 'v22')], { changed: { clock } });
    const last = (await changesIn('acme')).at(-1);
    expect(last).toEqual([{ tool: 'a', before: print('v20'), after: print('v22') }]);
  });

  it('does not bound what is held back', async () => {
    const hold = { rule: 'hold' } as const;
    for (const tools of versions(0, LIMITS.toolChangesOfDay + 3)) await tell(tools, hold);
    expect(await tell([tool('a', 'v22')], hold)).toEqual({ held: [print('v22')] });
    expect(await seenIn('acme')).toEqual(['a (held)']);
    expect(await tell([tool('a', 'v0')], hold)).toEqual(NOTHING);
  });
});

it('T228: lists that differ from person to person take nothing away from each other', async () => {
  const notes = { server: 'demo-notes' };
  await tell([tool('a'), tool('b')], notes);
  await tell([tool('a')], { ...notes, person: 'bob' });
  await tell([tool('a'), tool('b')], notes);
  expect(await changesIn('acme')).toEqual([]);
  await tell([tool('a', 'of-bob')], { ...notes, person: 'bob' });
  await tell([tool('a'), tool('b')], notes);
  expect(await changesIn('acme')).toEqual([[{ tool: 'a', before: print('a'), after: print('of-bob') }]]);
});

it('T228: a workspace of one’s own has what its person saw, and nobody else reads it', async () => {
  const own = { workspaceId: '~me', server: 'demo-notes' };
  await tell([tool('a')], own);
  await tell([tool('a', 'b')], { ...own, person: 'mallory' });
  await tell([tool('a', 'c')], own);
  expect(await changesIn('~me')).toEqual([[{ tool: 'a', before: print('a'), after: print('c') }]]);
  expect(await changesIn('~me', 'mallory')).toEqual([]);
  expect(await changesIn('acme')).toEqual([]);
  await tell([tool('a', 'd')], { ...own, rule: 'hold' });
  const approved = { fingerprints: [print('d')] };
  const path = '/v1/workspaces/~me/mcp-servers/demo-notes/tools-approved';
  expect((await world.mallory.request('POST', path, approved)).status).toBe(409);
  expect((await world.ada.request('POST', path, approved)).status).toBe(204);
  expect(await tell([tool('a', 'd')], { ...own, rule: 'hold' })).toEqual(NOTHING);
});

describe('T228: a fault', () => {
  const broken = async () => {
    throw new Error('the table does not answer');
  };

  it('of the entry leaves the change to be recorded by the next list', async () => {
    const { activity } = world.environment.ports;
    await tell([tool('a')]);
    const told = tell([tool('a', 'b')], { changed: { activity: { ...activity, change: broken } } });
    expect(await reasonOf(told)).toBe('temporarily_unavailable');
    await tell([tool('a', 'b')]);
    expect(await changesIn('acme')).toHaveLength(1);
  });

  it('of the row lets no call through that may be held back', async () => {
    await world.connect(world.ada, 'acme');
    const { ports, urls } = world.environment;
    const verifyCaller = verifyPeople(urls.identityProvider, ports);
    const call = (changed: Partial<Ports> = {}) =>
      answerRuntime(
        { ...ports, verifyCaller, toolChanges: 'hold', ...changed },
        {
          ...{ version: '1', workspaceId: 'acme', callerToken: world.tokens.ada },
          operation: { id: world.operationId(), kind: 'call', server: 'demo-tasks', tool: 'list_tasks' },
        },
      );
    expect(await call()).toMatchObject({ isAuthorized: true });
    const seenTools = { ...ports.seenTools, read: broken };
    expect(await call({ seenTools })).toMatchObject({ context: { reason: 'temporarily_unavailable' } });
  });

  it('of two who write at the same time loses no change', async () => {
    await tell([tool('a')]);
    const all = await Promise.all(['b', 'c', 'd'].map((each) => tell([tool('a', each)])));
    expect(all.every((answer) => 'held' in answer)).toBe(true);
    const changes = (await changesIn('acme')).flat() as { after: string }[];
    expect(new Set(changes.map(({ after }) => after))).toEqual(new Set(['b', 'c', 'd'].map(print)));
  });
});

describe('what was seen ends', () => {
  it('with its workspace, and does not begin again there', async () => {
    for (const server of ['demo-notes', 'demo-tasks'])
      await tell([tool('a')], { workspaceId: 'globex', server, person: 'mallory' });
    expect((await world.mallory.request('DELETE', '/v1/workspaces/globex')).status).toBe(202);
    expect(await tell([tool('b')], { workspaceId: 'globex', person: 'mallory' })).toEqual(NOTHING);
    expect(await world.environment.ports.seenTools.of('globex')).toEqual([]);
  });

  it('with the workspace of a person, whether the person deletes it or an operator ends the person', async () => {
    const { ports, urls } = world.environment;
    const mallory = { issuer: urls.identityProvider, subject: 'mallory' };
    const own: Told = { workspaceId: '~me', person: 'mallory' };
    const rows = () => ports.seenTools.of(personalWorkspaceId(mallory));
    await tell([tool('a')], own);
    expect(await rows()).toHaveLength(1);
    await world.mallory.request('DELETE', '/v1/workspaces/~me');
    expect(await rows()).toEqual([]);
    world.advance(1_000);
    await tell([tool('a')], own);
    await endPerson(ports, mallory);
    expect(await reasonOf(tell([tool('a')], own))).toBe('caller_not_authorized');
    expect(await rows()).toEqual([]);
  });
});
