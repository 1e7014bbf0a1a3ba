/**
 * Covers src/broker/inject/step-up.ts, src/broker/servers/asked-scopes.ts, src/broker/servers/decline-step-up.ts,
 * src/broker/servers/refuse-asked-scopes.ts, src/aws/table/step-ups.ts.
 */
import { beforeEach, describe, expect, it } from 'vitest';
import type { InjectPorts } from '../../src/broker/inject/inject-ports.ts';
import { LIMITS } from '../../src/broker/limits.ts';
import { readAsked, readPages } from '../../src/broker/servers/asked-scopes.ts';
import { declineStepUp } from '../../src/broker/servers/decline-step-up.ts';
import type { StepUpStore } from '../../src/broker/stores.ts';
import type { InjectionAnswer, Refusal } from '../../src/contract/injection-messages.ts';
import { counted, inject, key, type Overrides, reasonOf, request, world } from './injecting.ts';

const HOUR = 3_600_000;
const item = { ...key, serverId: 'demo-notes' };

beforeEach(() => world.environment.ports.stepUps.delete(item, {}));

const generation = async () =>
  (await world.environment.ports.connections.read(key))?.generation ?? expect.unreachable();

/** What a client sends after a 403 of the server. */
async function challenge(scopes: string[], more: Overrides = {}, patch: Partial<InjectPorts> = {}) {
  const about = { challengedScopes: scopes, challengedGeneration: await generation() };
  return inject({ ...about, ...more }, patch);
}

const refusalOf = (answer: InjectionAnswer): Refusal =>
  answer.isAuthorized ? expect.unreachable() : answer.context;
const pageOf = async (answer: Promise<InjectionAnswer>) => refusalOf(await answer).connectUrl;
/** Each refusal has a record of its own. The scopes come in the order of the challenge. */
const withoutRefusal = (link = '') => {
  const { refusal: _, scopes = '', ...page } = Object.fromEntries(new URL(link).searchParams);
  return { ...page, scopes: scopes.split(' ').sort() };
};
const consentAgain = () => world.connect(world.ada, 'acme');
/** A consent that asked for these scopes too, and that the person gave without them. */
async function consentLeavingOut(scopes: string[]) {
  await consentAgain();
  const { connections } = world.environment.ports;
  const before = (await connections.read(key)) ?? expect.unreachable();
  const set = { requestedScopes: [...before.requestedScopes, ...scopes] };
  await connections.change(key, { expect: {}, set, writeId: 'left out' });
}
const decline = (server = 'demo-notes') =>
  world.ada.request('POST', '/v1/workspaces/acme/connections/demo/step-up-declined', { server });

/** Counts the writes to the memory. */
function watching(store: StepUpStore = world.environment.ports.stepUps) {
  const counts = { reads: 0, writes: 0 };
  const stepUps: StepUpStore = {
    ...store,
    read: (each) => {
      counts.reads++;
      return store.read(each);
    },
    change: (each, change) => {
      counts.writes++;
      return store.change(each, change);
    },
  };
  return { counts, patch: { stepUps } };
}

describe('T235: a server that asks for more scopes', () => {
  it('has the call refused with the page and what is missing, and the record says what it asked for', async () => {
    const asked = request({
      challengedScopes: ['admin', 'notes:read'],
      challengedGeneration: await generation(),
    });
    const { challengedScopes, challengedGeneration, operation } = asked as never as {
      challengedScopes: string[];
      challengedGeneration: number;
      operation: { id: string };
    };
    const refusal = refusalOf(await inject({ challengedScopes, challengedGeneration, operation }));
    expect(refusal).toMatchObject({ reason: 'insufficient_scope', missingScopes: ['admin'] });
    expect(refusal.connectUrl).toContain('connect=demo');
    const day = new Date(world.now()).toISOString().slice(0, 10);
    expect(
      await world.environment.ports.toolCalls.read({ workspaceId: 'acme', day, operationId: operation.id }),
    ).toMatchObject({ outcome: 'insufficient_scope', challengedScopes });
  });

  it('gets the same page again while nobody has answered, without another write', async () => {
    const page = withoutRefusal(await pageOf(challenge(['admin', 'more'])));
    const { counts, patch } = watching();
    for (let time = 0; time < 5; time += 1)
      expect(withoutRefusal(await pageOf(challenge(['more', 'admin'], {}, patch)))).toEqual(page);
    expect(counts).toEqual({ reads: 5, writes: 0 });
  });

  it('that were left out of the consent is refused without a page for a day, and asks once more after it', async () => {
    const { stepUps, clock } = world.environment.ports;
    await challenge(['admin']);
    await consentLeavingOut(['admin']);
    const refusal = refusalOf(await challenge(['admin']));
    expect(refusal).toMatchObject({ reason: 'insufficient_scope', missingScopes: ['admin'] });
    expect(refusal).not.toHaveProperty('connectUrl');
    expect(refusal.message).not.toContain('Connect again');
    // With the row that is a day old: no test can move a token's clock so far.
    const row = (await stepUps.read(item)) ?? expect.unreachable();
    const old = row.asked.map((text) => text.replace(/^\d+/, String(clock.now() - LIMITS.stepUpAge)));
    await stepUps.change(item, { expect: {}, set: { asked: old }, writeId: 'old' });
    expect(await pageOf(challenge(['admin']))).toBeDefined();
  });

  it('stays asked though a consent of another purpose came first, and then ends', async () => {
    await challenge(['admin']);
    await consentAgain();
    const page = withoutRefusal(await pageOf(challenge(['admin'])));
    expect(page.scopes).toEqual(['admin']);
    const { counts, patch } = watching();
    expect(withoutRefusal(await pageOf(challenge(['admin'], {}, patch)))).toEqual(page);
    expect(counts.writes).toBe(0);
    await consentAgain();
    for (let time = 0; time < 3; time += 1) expect(await pageOf(challenge(['admin']))).toBeUndefined();
  });

  it('that it was granted already is refused without a page', async () => {
    const granted = (await world.environment.ports.connections.read(key))?.grantedScopes ?? [];
    expect(granted.length).toBeGreaterThan(0);
    const { counts, patch } = watching();
    expect(refusalOf(await challenge(granted, {}, patch))).not.toHaveProperty('connectUrl');
    expect(counts).toEqual({ reads: 0, writes: 0 });
  });

  it('of a token before the last consent gets the new one, if that has all it asks for', async () => {
    const challengedGeneration = await generation();
    await consentAgain();
    expect(reasonOf(await challenge(['notes:read'], { challengedGeneration }))).toBe('injected');
    expect(reasonOf(await challenge(['admin'], { challengedGeneration }))).toBe('insufficient_scope');
  });

  it('alternating ends, though a person consents each time', async () => {
    const shownWith = async (leftOut: (scope: string) => string[]) => {
      await world.environment.ports.stepUps.delete(item, {});
      const pages: boolean[] = [];
      for (const scope of ['a', 'b', 'a', 'b', 'a', 'b']) {
        pages.push((await pageOf(challenge([scope]))) !== undefined);
        await consentLeavingOut(leftOut(scope));
      }
      return pages;
    };
    expect(await shownWith(() => ['a', 'b'])).toEqual([true, true, false, false, false, false]);
    expect(await shownWith(() => [])).toEqual([true, true, true, true, false, false]);
  });

  it('with another one each time ends after five pages a day, with and without consents', async () => {
    const pages: boolean[] = [];
    for (let number = 0; number < 12; number += 1) {
      pages.push((await pageOf(challenge([`s${number}`]))) !== undefined);
      if (number % 2 === 0) await consentAgain();
    }
    expect(pages.filter((isShown) => isShown)).toHaveLength(LIMITS.stepUpPages);
    expect(pages.indexOf(false)).toBe(LIMITS.stepUpPages);
    // The day is over: no test can move a token's clock so far.
    const { stepUps, clock } = world.environment.ports;
    const row = (await stepUps.read(item)) ?? expect.unreachable();
    const old = row.pages?.map(() => clock.now() - LIMITS.stepUpAge);
    await stepUps.change(item, { expect: {}, set: { pages: old }, writeId: 'old' });
    expect(await pageOf(challenge(['s20']))).toBeDefined();
  });

  it('together with one that was left out is refused: its call could not work', async () => {
    await challenge(['a']);
    await consentLeavingOut(['a']);
    expect(await pageOf(challenge(['a', 'fresh']))).toBeUndefined();
    expect(await pageOf(challenge(['fresh']))).toBeDefined();
  });

  it('gets no more pages once it has asked for 50', async () => {
    const { stepUps } = world.environment.ports;
    const scopes = Array.from({ length: 60 }, (_, index) => `s${index}`);
    await challenge(scopes.slice(0, 30));
    await challenge(scopes.slice(30, 50));
    expect((await stepUps.read(item))?.asked).toHaveLength(LIMITS.stepUpScopes);
    expect(await pageOf(challenge(['s59']))).toBeUndefined();
    expect(await pageOf(challenge(['s1']))).toBeDefined();
  });

  it('says nothing about what another server may ask for', async () => {
    await challenge(['admin']);
    await consentAgain();
    const operation = { server: 'demo-tasks', tool: 'list_tasks' };
    expect(await pageOf(challenge(['admin'], { operation }))).toBeDefined();
    await world.environment.ports.stepUps.delete({ ...key, serverId: 'demo-tasks' }, {});
  });

  it('at the same time as others is remembered, or asked to come again: no false end', async () => {
    const scopes = Array.from({ length: 12 }, (_, index) => `s${index}`);
    const first = await Promise.all(scopes.map((scope) => challenge([scope])));
    const kept = readAsked((await world.environment.ports.stepUps.read(item))?.asked ?? [], world.now());
    const shown = scopes.filter((_, index) => refusalOf(first[index] as InjectionAnswer).connectUrl);
    expect(kept.map(({ scope }) => scope).sort()).toEqual([...shown].sort());
    const others = first.map(refusalOf).filter(({ connectUrl }) => connectUrl === undefined);
    const isEnd = ({ reason }: Refusal) => reason === 'insufficient_scope';
    // An end is said only to those that came when the pages of the day were shown.
    expect(others.some(isEnd) && shown.length < LIMITS.stepUpPages).toBe(false);
    for (const each of others.filter((other) => !isEnd(other)))
      expect(each).toMatchObject({ reason: 'temporarily_unavailable', retryAfterSeconds: 1 });
  });

  it('comes again if the memory cannot be written: no page that is not remembered, and no end', async () => {
    const { counts, patch } = watching({ ...world.environment.ports.stepUps, change: async () => false });
    const refusal = refusalOf(await challenge(['admin'], {}, patch));
    expect(refusal).toMatchObject({ reason: 'temporarily_unavailable', retryAfterSeconds: 1 });
    expect(refusal).not.toHaveProperty('connectUrl');
    expect(counts).toEqual({ reads: LIMITS.stepUpRounds, writes: LIMITS.stepUpRounds });
    expect(await pageOf(challenge(['admin']))).toBeDefined();
  });

  it.each<[string, unknown]>([
    ['51 scopes', Array.from({ length: 51 }, (_, index) => `s${index}`)],
    ['a scope of 201 characters', ['a'.repeat(201)]],
    ['a quotation mark', ['a"b']],
    ['a control character', ['a\u0000']],
    ['a blank', ['a b']],
    ['nothing', []],
    ['a text', 'admin'],
  ])('with %s is no request of the contract', async (_what, challengedScopes) => {
    expect(reasonOf(await inject({ challengedScopes }))).toBe('invalid_request');
  });

  it('costs a warm injection nothing', async () => {
    await inject();
    const { counts, patch } = counted();
    const memory = watching();
    expect(reasonOf(await inject({}, { ...patch, ...memory.patch }))).toBe('injected');
    expect(counts).toEqual({ connectionReads: 1, connectionWrites: 0, callWrites: 1, refreshes: 0 });
    expect(memory.counts).toEqual({ reads: 0, writes: 0 });
  });
});

describe('T235: an admin’s no', () => {
  it('holds for a day from then on, for the scopes that were asked for', async () => {
    await challenge(['admin', 'more']);
    expect((await decline()).status).toBe(204);
    expect(await pageOf(challenge(['admin']))).toBeUndefined();
    expect(await pageOf(challenge(['more', 'fresh']))).toBeUndefined();
    expect(await pageOf(challenge(['fresh']))).toBeDefined();
  });

  it('outlives a consent that leaves the scope out', async () => {
    await challenge(['admin']);
    await decline();
    await consentAgain();
    expect(await pageOf(challenge(['admin']))).toBeUndefined();
  });

  it('to nothing, or said twice, changes nothing', async () => {
    expect((await decline()).status).toBe(204);
    expect(await world.environment.ports.stepUps.read(item)).toBeUndefined();
    await challenge(['admin']);
    await decline();
    const { revision } = (await world.environment.ports.stepUps.read(item)) ?? expect.unreachable();
    await decline();
    expect((await world.environment.ports.stepUps.read(item))?.revision).toBe(revision);
  });

  it('is said by no member: it would end the question for everybody', async () => {
    const path = '/v1/workspaces/acme/connections/demo/step-up-declined';
    await challenge(['admin']);
    expect((await world.bob.request('POST', path, { server: 'demo-notes' })).status).toBe(403);
    // The use case says so itself, whatever the route says.
    const caller = { issuer: 'i', subject: 'bob', roles: new Map([['acme', 'member' as const]]) };
    const declining = declineStepUp(world.environment.ports, { caller, key: item });
    await expect(declining).rejects.toMatchObject({ code: 'forbidden' });
    expect(await pageOf(challenge(['admin']))).toBeDefined();
    expect((await world.mallory.request('POST', path, { server: 'demo-notes' })).status).toBe(404);
    expect((await world.ada.request('POST', path, { server: '../x' })).status).toBe(400);
  });

  it('ends with a problem if the row changes without end', async () => {
    await challenge(['admin']);
    const { ports } = world.environment;
    const caller = { issuer: 'i', subject: 'ada', roles: new Map([['acme', 'admin' as const]]) };
    const stepUps = { ...ports.stepUps, change: async () => false };
    await expect(declineStepUp({ ...ports, stepUps }, { caller, key: item })).rejects.toMatchObject({
      code: 'connection_changed',
    });
  });
});

describe('T235: a scope that a server asked for', () => {
  const start = (person: typeof world.bob, body: object = {}) =>
    person.request<{ code?: string }>('POST', '/v1/workspaces/acme/connect-sessions', {
      ...{ provider: 'demo', scopes: ['notes:write'], ...body },
    });

  it('and that no registration wants is asked of the provider by an admin alone', async () => {
    expect((await start(world.bob)).status).toBe(201);
    await challenge(['notes:write']);
    expect(await start(world.bob)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    expect((await start(world.ada)).status).toBe(201);
    await decline();
    expect((await start(world.bob)).status).toBe(403);
  });

  it('is a member’s to ask for where a registration wants it, or for another account', async () => {
    await challenge(['notes:write']);
    expect((await start(world.bob, { scopes: ['notes:read', 'tasks:read'] })).status).toBe(201);
    expect((await start(world.bob, { scopes: undefined })).status).toBe(201);
    expect((await start(world.bob, { label: 'mine' })).status).toBe(201);
    const path = '/v1/workspaces/acme/mcp-servers/writer';
    const placements = [{ in: 'env', name: 'DEMO_TOKEN', value: '{accessToken}' }];
    const writer = { provider: 'demo', placements, scopes: ['notes:write'] };
    expect((await world.ada.request('PUT', path, writer)).status).toBe(200);
    expect((await start(world.bob)).status).toBe(201);
    await world.ada.request('DELETE', path);
    expect((await start(world.bob)).status).toBe(403);
  });
});

it('a row that was edited is read as far as it has the form, and hides or shows a page at most', () => {
  const now = world.now();
  const texts = [
    `${now - HOUR}/1/asked/good`,
    `${now + HOUR}/1/declined/later`,
    `${now - 25 * HOUR}/1/declined/old`,
    `${now}/1/maybe/x`,
    `${now}/1/asked/a b`,
    `${now}/1/asked/${'a'.repeat(201)}`,
    7,
    null,
  ];
  expect(readAsked(texts, now)).toEqual([{ scope: 'good', at: now - HOUR, epoch: 1, answer: 'asked' }]);
  expect(readAsked(Array(10_000).fill(`${now}/1/asked/x`), now)).toHaveLength(2 * LIMITS.stepUpScopes);
});

it('its pages are numbers of a day, and not more than are counted', () => {
  const now = world.now();
  expect(readPages(undefined, now)).toEqual([]);
  const times = [now - HOUR, now - 25 * HOUR, now + HOUR, String(now), null];
  expect(readPages(times, now)).toEqual([now - HOUR]);
  expect(readPages(Array(10_000).fill(now), now)).toHaveLength(2 * LIMITS.stepUpPages);
});
