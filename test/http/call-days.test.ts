/**
 * Calls counted by day, and over several days: every day is there, what is read has a bound, and a day that was counted in part
 * says so.
 * Covers src/broker/calls/count-call-days.ts, src/broker/calls/names-of-day.ts, src/broker/calls/count-calls.ts,
 * src/broker/calls/days.ts, src/contract/resources/call.ts, src/contract/routes/call-routes.ts, src/http/connections-api.ts,
 * src/broker/limits/of-calls.ts.
 */
import { beforeEach, describe, expect, it } from 'vitest';
import { LIMITS } from '../../src/broker/limits.ts';
import { TOOL_CALL_OUTCOMES } from '../../src/contract/injection-messages.ts';
import { callsWorld, DAY, NOW } from './calls-world.ts';

const DAYS = '/v1/workspaces/acme/call-days';
const COUNTS = '/v1/workspaces/acme/call-counts';
const REFUSED = { status: 400, code: 'invalid_request' };
const dayAgo = (days: number) => new Date(NOW - days * DAY).toISOString().slice(0, 10);

interface CountedDay {
  day: string;
  injected: number;
  refused: number;
  more: boolean;
}

let world: Awaited<ReturnType<typeof callsWorld>>;
beforeEach(async () => {
  world = await callsWorld();
});

async function days(person: string, query = ''): Promise<CountedDay[]> {
  const answer = await world.json(person, `${DAYS}?${query}`);
  expect(answer.status).toBe(200);
  return (answer as unknown as { days: CountedDay[] }).days;
}

describe('calls by day', () => {
  it('have every day of the span, the oldest first, also days without a call', async () => {
    await world.called();
    await world.called({ outcome: 'not_connected' });
    await world.called({}, { ago: 2 * DAY });
    await world.called({}, { ago: 3 * DAY });
    const none = { injected: 0, refused: 0, more: false };
    expect(await days('bob', 'days=3')).toEqual([
      { ...none, day: dayAgo(2), injected: 1 },
      { ...none, day: dayAgo(1) },
      { ...none, day: dayAgo(0), injected: 1, refused: 1 },
    ]);
    expect((await days('bob')).map(({ day }) => day)).toEqual(
      Array.from({ length: 30 }, (_, index) => dayAgo(29 - index)),
    );
    expect(await days('bob', 'days=31')).toHaveLength(31);
    expect(await days('bob', 'days=1')).toHaveLength(1);
  });

  it('count every outcome once, and the trial of a deployment not at all', async () => {
    for (const outcome of TOOL_CALL_OUTCOMES) await world.called({ outcome });
    const refusals = TOOL_CALL_OUTCOMES.length - ['injected', 'health'].length;
    expect(await days('bob', 'days=1')).toMatchObject([{ injected: 1, refused: refusals, more: false }]);
  });

  it.each([
    ['connection=google~sales', 2],
    ['server=mail', 2],
    ['server=mail&connection=google~sales', 1],
    ['server=nothing', 0],
  ])('are narrowed by %s', async (query, injected) => {
    await world.called();
    await world.called({ connectionId: 'google~sales' });
    await world.called({ server: 'mail' });
    await world.called({ server: 'mail', connectionId: 'google~sales' });
    expect(await days('bob', `days=1&${query}`)).toMatchObject([{ injected }]);
  });

  it('are of the own workspace, for every member, and say nobody’s name', async () => {
    await world.called({}, { workspaceId: 'globex' });
    await world.called({ caller: { issuer: 'https://idp.example', subject: 'carol' } });
    expect(await days('bob', 'days=1')).toMatchObject([{ injected: 1 }]);
    expect(JSON.stringify(await days('bob'))).not.toMatch(/carol|idp/);
    for (const path of [DAYS, COUNTS])
      expect(await world.json('mallory', path)).toMatchObject({ status: 404, code: 'not_found' });
  });

  it.each(['days=0', 'days=32', 'days=1.5', 'days=all', 'connection=a/b', 'server=%0A'])(
    'refuse %s',
    async (query) => {
      expect(await world.json('ada', `${DAYS}?${query}`)).toMatchObject(REFUSED);
    },
  );

  it('T243: of busy days are counted in part and say so, within the bound, and quiet days are exact', async () => {
    for (let call = 0; call < 40_000; call++) await world.called({}, { ago: call });
    for (let call = 0; call < 3_000; call++) await world.called({}, { ago: 2 * DAY + call });
    await world.called({}, { ago: 20 * DAY });
    const counted = await days('bob');
    expect(world.read.records).toBeLessThanOrEqual(1.2 * LIMITS.callsOfSpan);
    const [today, before, quiet] = [counted[29], counted[27], counted[9]];
    expect(today).toMatchObject({ more: true, refused: 0 });
    expect(today?.injected).toBeGreaterThan(LIMITS.callsOfSpan / 30);
    expect(before).toMatchObject({ more: true });
    expect(quiet).toEqual({ day: dayAgo(20), injected: 1, refused: 0, more: false });
    // One day alone may use the whole bound.
    expect(await days('bob', 'days=1')).toMatchObject([{ more: true }]);
    expect((await days('bob', 'days=3'))[0]).toMatchObject({ injected: 3_000, more: false });
  });
});

describe('counts of several days', () => {
  it('are of all their days, and name the first and the last', async () => {
    for (const ago of [0, 1, 1, 2, 3]) await world.called({}, { ago: ago * DAY });
    await world.called({ server: 'mail' }, { ago: DAY });
    const answer = await world.json('bob', `${COUNTS}?from=${dayAgo(2)}&to=${dayAgo(1)}`);
    expect(answer).toMatchObject({ from: dayAgo(2), to: dayAgo(1), total: 4, more: false, unlisted: 0 });
    expect(answer).not.toHaveProperty('day');
    expect(answer.counts).toMatchObject([
      { server: 'crm', calls: 3 },
      { server: 'mail', calls: 1 },
    ]);
    expect(await world.json('bob', `${COUNTS}?from=${dayAgo(1)}`)).toMatchObject({ to: dayAgo(0), total: 4 });
    expect(await world.json('bob', `${COUNTS}?to=${dayAgo(1)}`)).toMatchObject({ from: dayAgo(7), total: 5 });
    const one = await world.json('bob', `${COUNTS}?day=${dayAgo(1)}`);
    expect(one).toMatchObject({ day: dayAgo(1), total: 3 });
    expect(one).not.toHaveProperty('from');
  });

  it('are narrowed to one connection, and to one server', async () => {
    await world.called({}, { ago: 9 * DAY });
    await world.called({ connectionId: 'google~sales', tool: 'send' }, { ago: 5 * DAY });
    await world.called({ connectionId: 'google~sales', server: 'mail' });
    const span = `from=${dayAgo(30)}&to=${dayAgo(0)}`;
    const sales = await world.json('bob', `${COUNTS}?${span}&connection=google~sales`);
    expect(sales).toMatchObject({ total: 2, unlisted: 0 });
    expect(sales.counts?.map(({ server, tool }) => [server, tool])).toEqual([
      ['crm', 'send'],
      ['mail', 'find'],
    ]);
    expect(await world.json('bob', `${COUNTS}?${span}&server=mail`)).toMatchObject({ total: 1 });
    expect(await world.json('bob', `${COUNTS}?connection=google~sales`)).toMatchObject({ total: 1 });
  });

  it.each([
    [`from=${dayAgo(31)}&to=${dayAgo(0)}`],
    [`from=${dayAgo(0)}&to=${dayAgo(1)}`],
    [`day=${dayAgo(0)}&from=${dayAgo(1)}`],
    [`day=${dayAgo(0)}&to=${dayAgo(0)}`],
    ['from=0001-01-01'],
  ])('refuse %s', async (query) => {
    expect(await world.json('ada', `${COUNTS}?${query}`)).toMatchObject(REFUSED);
  });

  it('read a bounded part of what there is, and then only say that there was more', async () => {
    for (const ago of [0, 1])
      for (let call = 0; call < 16_000; call++) await world.called({}, { ago: ago * DAY + call });
    const answer = await world.json('bob', `${COUNTS}?from=${dayAgo(30)}`);
    expect(answer).toMatchObject({ more: true, counts: [], total: LIMITS.callsOfSpan });
    expect(world.read.records).toBeLessThanOrEqual(2.5 * LIMITS.callsOfSpan);
  });
});
