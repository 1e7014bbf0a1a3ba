/**
 * An MCP server asks for more scopes: a person gets a page, and no server gets pages without end.
 * Covers src/broker/inject/step-up.ts, src/broker/servers/asked-scopes.ts, src/aws/table/step-ups.ts.
 */
import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../src/broker/limits.ts';
import { readAsked } from '../../src/broker/servers/asked-scopes.ts';
import type { StepUpStore } from '../../src/broker/stores.ts';
import type { InjectionAnswer, Refusal } from '../../src/contract/injection-messages.ts';
import {
  beginChallenging,
  challenge,
  consentAgain,
  generation,
  item,
  pageOf,
  refusalOf,
} from './challenging.ts';
import { counted, inject, key, reasonOf, world } from './injecting.ts';

beginChallenging();

/** Each refusal has a record of its own. The scopes come in the order of the challenge. */
const withoutRefusal = (link = '') => {
  const { refusal: _, scopes = '', ...page } = Object.fromEntries(new URL(link).searchParams);
  return { ...page, scopes: scopes.split(' ').sort() };
};
/** A consent that asked for these scopes too, and that the person gave without them. */
async function consentLeavingOut(scopes: string[]) {
  await consentAgain();
  const { connections } = world.environment.ports;
  const before = (await connections.read(key)) ?? expect.unreachable();
  const set = { requestedScopes: [...before.requestedScopes, ...scopes] };
  await connections.change(key, { expect: {}, set, writeId: 'left out' });
}

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
    const challengedScopes = ['admin', 'notes:read'];
    const operationId = world.operationId();
    const refusal = refusalOf(await challenge(challengedScopes, { operation: { id: operationId } }));
    expect(refusal).toMatchObject({ reason: 'insufficient_scope', missingScopes: ['admin'] });
    expect(refusal.connectUrl).toContain('connect=demo');
    const day = new Date(world.now()).toISOString().slice(0, 10);
    expect(
      await world.environment.ports.toolCalls.read({ workspaceId: 'acme', day, operationId }),
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
