/**
 * A caller who calls 100,000 times a day: yesterday stays readable, and what one answer reads is bounded.
 * Covers src/broker/calls/visible-calls.ts, src/broker/calls/newest-calls.ts, src/broker/calls/count-calls.ts,
 * src/http/export-calls.ts, src/broker/limits.ts.
 */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { LIMITS } from '../../src/broker/limits.ts';
import { callsWorld, DAY, ISSUER, NOW } from './calls-world.ts';

const CALLS = '/v1/workspaces/acme/calls';
const MALICE = { issuer: ISSUER, subject: 'carol' };
const BOB = { issuer: ISSUER, subject: 'bob' };
const yesterday = new Date(NOW - DAY).toISOString().slice(0, 10);

let world: Awaited<ReturnType<typeof callsWorld>>;
let bobs: string;
let before: string;
beforeAll(async () => {
  world = await callsWorld();
  before = await world.called({ caller: BOB, server: 'mail' }, { ago: DAY });
  bobs = await world.called({ caller: BOB, server: 'mail' }, { ago: 30_000_000 });
  for (let call = 0; call < 100_000; call++) await world.called({ caller: MALICE }, { ago: call * 100 });
});
beforeEach(() => Object.assign(world.read, { queries: 0, records: 0 }));

describe('T243: after 100,000 calls of one person', () => {
  it('a page reads little more than it shows', async () => {
    const { calls, cursor } = await world.json('ada', `${CALLS}?limit=50`);
    expect(calls).toHaveLength(50);
    expect(cursor).toBeDefined();
    expect(world.read.records).toBeLessThan(250);
  });

  it('yesterday is a page away, since each day has partitions of its own', async () => {
    const { calls } = await world.json('ada', `${CALLS}?to=${yesterday}`);
    expect(calls.map(({ operationId }) => operationId)).toEqual([before]);
    expect(world.read.records).toBe(1);
  });

  it('a filter that matches next to nothing looks at a bounded number of records, and says where to go on', async () => {
    const { calls, cursor } = await world.json('ada', `${CALLS}?server=mail`);
    expect(calls).toEqual([]);
    expect(cursor).toBeDefined();
    expect(world.read.records).toBeLessThanOrEqual(LIMITS.callsLookedAt + 16 * 64);
    expect(world.read.queries).toBeLessThan(120);
  });

  it('another person finds their own calls, page by page', async () => {
    const { ids, pages } = await world.walk('bob');
    expect(ids).toEqual([bobs, before]);
    expect(pages).toBeLessThanOrEqual(100_000 / LIMITS.callsLookedAt + 1);
  });

  it('the day is counted no further than to more than 10,000, and yesterday exactly', async () => {
    expect(await world.json('bob', '/v1/workspaces/acme/call-counts')).toMatchObject({
      total: 10_000,
      more: true,
      counts: [],
    });
    expect(world.read.records).toBeLessThanOrEqual(2.5 * LIMITS.callsCounted);
    expect(await world.json('bob', `/v1/workspaces/acme/call-counts?day=${yesterday}`)).toMatchObject({
      total: 1,
      more: false,
    });
  });

  it('a part of an export has its rows, reads little more, and names the next part', async () => {
    const response = await world.get('ada', `${CALLS}.csv`);
    expect((await response.text()).split('\r\n')).toHaveLength(LIMITS.rowsOfExport + 2);
    expect(response.headers.get('link')).toContain('rel="next"');
    expect(world.read.records).toBeLessThanOrEqual(1.5 * LIMITS.rowsOfExport);
  });
});

describe('counts', () => {
  it('are exact for 10,000 calls, and for one more only say that there were more', async () => {
    const busy = await callsWorld();
    for (let call = 0; call < LIMITS.callsCounted; call++) await busy.called({}, { ago: call * 1_000 });
    const counts = '/v1/workspaces/acme/call-counts';
    expect(await busy.json('bob', counts)).toMatchObject({ total: 10_000, more: false, unlisted: 0 });
    await busy.called();
    expect(await busy.json('bob', counts)).toMatchObject({ total: 10_000, more: true, counts: [] });
  });
});
