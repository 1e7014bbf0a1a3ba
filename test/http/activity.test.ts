/**
 * The activity narrowed by a filter: every entry that matches, once, for whoever may see it, within a bound of what is read.
 * Covers src/http/visible-activity.ts, src/broker/activity/entry-ids.ts, src/contract/routes/activity-routes.ts,
 * src/contract/resources/activity.ts, src/http/connections-api.ts.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LIMITS } from '../../src/broker/limits.ts';
import { activityWorld, DAY, ISSUER } from './activity-world.ts';

const ACTIVITY = '/v1/workspaces/acme/activity';
const REFUSED = { status: 400, code: 'invalid_request' };

let world: Awaited<ReturnType<typeof activityWorld>>;
beforeEach(async () => {
  world = await activityWorld();
});
afterEach(() => world.close());

const dayAgo = (days: number) => new Date(world.now() - days * DAY).toISOString().slice(0, 10);
const operations = async (person: string, query = '') =>
  (await world.walk(person, query)).entries.map(({ operation }) => operation);

describe('the activity', () => {
  it.each([
    ['person=eve', ['eve']],
    ['provider=github', ['github']],
    ['connection=google~sales', ['sales']],
    ['server=crm', ['crm']],
    ['type=disconnected', ['gone']],
    ['type=disconnected,mcp_server_put', ['crm', 'gone']],
    ['server=crm&type=disconnected', []],
  ])('is narrowed by %s', async (query, wanted) => {
    await world.happened({ operation: 'other' });
    await world.happened({ operation: 'eve', actor: 'eve' });
    await world.happened({ operation: 'github', provider: 'github' });
    await world.happened({ operation: 'sales', connectionId: 'google~sales' });
    await world.happened({ operation: 'crm', type: 'mcp_server_put', server: 'crm' });
    await world.happened({ operation: 'gone', type: 'disconnected' });
    expect(await operations('ada', query)).toEqual(wanted);
  });

  it('has the entries of the days that are asked for, from midnight to midnight in UTC', async () => {
    const midnight = world.now() % DAY;
    await world.happened({ operation: 'today' }, { ago: midnight });
    await world.happened({ operation: 'yesterday, last' }, { ago: midnight + 1 });
    await world.happened({ operation: 'yesterday, first' }, { ago: midnight + DAY });
    await world.happened({ operation: 'before' }, { ago: midnight + DAY + 1 });
    await world.happened({ operation: 'long ago' }, { ago: 380 * DAY });
    const yesterday = dayAgo(1);
    expect(await operations('ada', `from=${yesterday}&to=${yesterday}`)).toEqual([
      'yesterday, last',
      'yesterday, first',
    ]);
    expect(await operations('ada', `from=${dayAgo(0)}`)).toEqual(['today']);
    expect(await operations('ada', `to=${dayAgo(2)}`)).toEqual(['before', 'long ago']);
    expect(await operations('ada', `from=0001-01-01&to=9999-12-31`)).toHaveLength(5);
  });

  it('is the same in pages of any size, with a filter and without', async () => {
    const wanted: string[] = [];
    for (let number = 0; number < 40; number++) {
      const isWanted = number % 3 === 0;
      const operation = `n${number}`;
      await world.happened({ operation, provider: isWanted ? 'github' : 'google' }, { ago: number * 1_000 });
      if (isWanted) wanted.push(operation);
    }
    for (const limit of [1, 5, 14, 100]) {
      expect(await operations('ada', `provider=github&limit=${limit}`)).toEqual(wanted);
      expect(await operations('ada', `limit=${limit}`)).toHaveLength(40);
    }
    const exact = await world.walk('ada', 'limit=40');
    expect(exact.pages).toBe(1);
  });

  // It writes two thousand entries first.
  it('T243: reads no more for a page than its bound, however few entries match', async () => {
    for (let number = 0; number < LIMITS.activityLookedAt + 150; number += 50)
      await Promise.all(
        Array.from({ length: 50 }, (_, index) =>
          world.happened({ operation: 'other' }, { ago: (number + index) * 1_000 }),
        ),
      );
    await world.happened({ operation: 'rare', provider: 'github' }, { ago: DAY });
    const first = await world.json('ada', `${ACTIVITY}?provider=github`);
    expect(first).toMatchObject({ status: 200, activity: [] });
    expect(world.read.entries).toBeLessThanOrEqual(LIMITS.activityLookedAt);
    expect(world.read.queries).toBeLessThanOrEqual(LIMITS.activityLookedAt / LIMITS.activityChunk);
    expect(await operations('ada', 'provider=github')).toEqual(['rare']);
    // Of a member everything may be hidden: that is no reason to read one entry at a time.
    world.read.queries = 0;
    await world.json('bob', `${ACTIVITY}?limit=1&person=nobody`);
    expect(world.read.queries).toBeLessThanOrEqual(LIMITS.activityLookedAt / LIMITS.activityChunk);
  }, 60_000);

  it.each([
    ...['type=', 'type=unknown', 'type=connected,', 'type=,connected', 'type=connected;disconnected'],
    ...['from=yesterday', 'from=2026-13-01', 'to=2026-02-30', 'from=2026-02-02&to=2026-02-01'],
    ...[
      'person=',
      `person=${'x'.repeat(256)}`,
      'provider=Google',
      'connection=a/b',
      'server=A%0A',
      'limit=0',
    ],
  ])('refuses %s', async (query) => {
    expect(await world.json('ada', `${ACTIVITY}?${query}`)).toMatchObject(REFUSED);
    expect(await world.json('ada', `${ACTIVITY}.csv?${query}`)).toMatchObject(REFUSED);
  });
});

describe('T243: who sees an entry', () => {
  it('no filter shows a member what they do not see without it', async () => {
    const by = { type: 'refused', actorIssuer: ISSUER, server: 'crm', provider: 'google' } as const;
    await world.happened({ ...by, actor: 'carol', operation: 'of Carol' });
    await world.happened({ ...by, actor: 'bob', operation: 'of Bob' });
    await world.happened({
      type: 'oauth_app_put',
      actor: 'ada',
      clientId: 'c',
      addressesAfter: ['https://a'],
    });
    for (const query of ['type=refused', 'server=crm', 'person=carol', 'provider=google', ''])
      expect((await operations('bob', query)).includes('of Carol'), query).toBe(false);
    expect(await operations('bob', 'type=refused')).toEqual(['of Bob']);
    expect(await operations('impostor', 'type=refused')).toEqual([]);
    expect((await operations('ada', 'type=refused')).toSorted()).toEqual(['of Bob', 'of Carol']);
    const { text } = await world.download('bob');
    expect(text).not.toMatch(/of Carol|carol|https:\/\/a/);
    expect((await world.download('ada')).text).toMatch(/of Carol/);
  });

  it('nobody reads the activity of a workspace that is not theirs', async () => {
    for (const path of [ACTIVITY, `${ACTIVITY}.csv`])
      for (const person of ['mallory', 'nobody'])
        expect(await world.json(person, path)).toMatchObject({ status: 404, code: 'not_found' });
  });

  it.each([ACTIVITY, `${ACTIVITY}.csv`])(
    'a cursor of %s is refused with another filter, workspace, person or route',
    async (path) => {
      for (let number = 0; number < 6; number++) {
        await world.happened({ provider: 'google' }, { ago: number });
        await world.happened({ provider: 'google' }, { ago: number, workspaceId: 'globex' });
      }
      const query = 'limit=2&provider=google';
      const response = await world.get('ada', `${path}?${query}`);
      const link = new URLSearchParams(/<\?(.+)>/.exec(response.headers.get('link') ?? '')?.[1]);
      const cursor = link.get('cursor') ?? ((await response.json()) as { cursor: string }).cursor;
      expect((await world.get('ada', `${path}?${query}&cursor=${cursor}`)).status).toBe(200);
      const other = path === ACTIVITY ? `${ACTIVITY}.csv` : ACTIVITY;
      for (const [person, asked] of [
        ['ada', `${path}?limit=2&cursor=${cursor}`],
        ['ada', `${path}?${query}&type=connected&cursor=${cursor}`],
        ['ada', `${path}?limit=2&provider=github&cursor=${cursor}`],
        ['ada', `${path.replace('acme', 'globex')}?${query}&cursor=${cursor}`],
        ['ada', `${other}?${query}&cursor=${cursor}`],
        ['bob', `${path}?${query}&cursor=${cursor}`],
        ['impostor', `${path}?${query}&cursor=${cursor}`],
      ] as const)
        expect(await world.json(person, asked), asked).toMatchObject(REFUSED);
    },
  );
});
