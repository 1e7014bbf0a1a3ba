/**
 * Records of calls are read by whoever may: a member sees their own and counts, an admin all, nobody those of another workspace.
 * Covers src/http/connections-api.ts, src/http/describe-call.ts, src/http/serve-routes.ts, src/http/cursors.ts,
 * src/broker/calls/visible-calls.ts, src/broker/calls/newest-calls.ts, src/broker/calls/days.ts, src/broker/calls/count-calls.ts,
 * src/broker/call-bucket.ts.
 */
import { beforeEach, describe, expect, it } from 'vitest';
import { callsWorld, DAY, ISSUER, NOW } from './calls-world.ts';

const CALLS = '/v1/workspaces/acme/calls';
const HOUR = 3_600_000;
const NOT_FOUND = { status: 404, code: 'not_found' };
const REFUSED = { status: 400, code: 'invalid_request' };
const dayAgo = (days: number) => new Date(NOW - days * DAY).toISOString().slice(0, 10);
const by = (subject: string) => ({ caller: { issuer: ISSUER, subject } });

let world: Awaited<ReturnType<typeof callsWorld>>;
beforeEach(async () => {
  world = await callsWorld();
});

describe('the list of calls', () => {
  it('has every call once, newest first, over days and partitions, in pages of any size', async () => {
    const ids: string[] = [];
    for (let number = 0; number < 60; number++) ids.push(await world.called({}, { ago: number * 2 * HOUR }));
    for (const limit of [1, 7, 25, 60, 100])
      expect((await world.walk('ada', `limit=${limit}`)).ids).toEqual(ids);
  });

  it('tells of a call what its record holds, and nothing else', async () => {
    const record = {
      ...by('bob'),
      hosts: ['api.example'],
      outcome: 'insufficient_scope',
      missingScopes: ['a.b'],
      challengedScopes: ['c.d'],
      replayedAt: NOW,
    } as const;
    const operationId = await world.called({ ...record, writeId: 'w', sealedAccess: 'x' } as never);
    const told = {
      operationId,
      at: new Date(NOW).toISOString(),
      server: 'crm',
      tool: 'find',
      connectionId: 'google',
      hosts: ['api.example'],
      outcome: 'insufficient_scope',
      missingScopes: ['a.b'],
      challengedScopes: ['c.d'],
      caller: 'bob',
      callerIssuer: ISSUER,
      replayedAt: new Date(NOW).toISOString(),
    };
    expect((await world.json('ada', CALLS)).calls).toEqual([told]);
    expect(await world.json('bob', `${CALLS}/${operationId}`)).toEqual({ status: 200, ...told });
  });

  it.each([
    ['server=mail', 'mail'],
    ['tool=send', 'send'],
    ['connection=google~sales', 'sales'],
    ['outcome=not_connected', 'refused'],
    ['mine=true', 'own'],
    [`from=${dayAgo(2)}&to=${dayAgo(2)}`, 'old'],
    [`to=${dayAgo(1)}`, 'old'],
    ['server=mail&outcome=not_connected', undefined],
  ])('is narrowed by %s', async (query, wanted) => {
    const ids = {
      mail: await world.called({ server: 'mail' }),
      send: await world.called({ tool: 'send' }),
      sales: await world.called({ connectionId: 'google~sales' }),
      refused: await world.called({ outcome: 'not_connected' }),
      own: await world.called(by('ada')),
      old: await world.called({}, { ago: 2 * DAY }),
    };
    const found = wanted === undefined ? [] : [ids[wanted as keyof typeof ids]];
    expect((await world.walk('ada', query)).ids).toEqual(found);
  });

  it('begins seven days ago if nobody asks for more, and ends after ninety', async () => {
    const ids = [];
    for (const days of [0, 6, 7, 30, 89, 91]) ids.push(await world.called({}, { ago: days * DAY }));
    expect((await world.walk('ada')).ids).toEqual(ids.slice(0, 2));
    const all = await world.walk('ada', `from=${dayAgo(200)}`);
    expect(all.ids).toEqual(ids.slice(0, 5));
  });

  it('has the calls of a runtime whose clock is ahead, just before midnight', async () => {
    const ahead = await world.called({}, { ago: -(DAY / 2 + 60_000) });
    expect((await world.walk('ada')).ids).toEqual([]);
    world.ports.clock.sleep(DAY / 2 - 60_000);
    expect(await world.walk('ada')).toEqual({ ids: [ahead], pages: 1 });
  });

  it.each([
    'from=2026-02-30',
    'from=yesterday',
    `from=${dayAgo(1)}&to=${dayAgo(2)}`,
    'outcome=won',
    'server=A B',
    'tool=',
    `tool=${'x'.repeat(129)}`,
    'connection=%23',
    'mine=yes',
    'limit=0',
    'limit=101',
  ])('refuses %s', async (query) => {
    expect(await world.json('ada', `${CALLS}?${query}`)).toMatchObject(REFUSED);
  });

  it('leaves out what a row holds in another form, and the rest of it can be read', async () => {
    const id = await world.called({
      at: Number.MAX_SAFE_INTEGER,
      caller: { issuer: 5, subject: ['x'] },
      hosts: [1, 'api.example', {}],
      missingScopes: [null, 'a'],
      replayedAt: -5,
    } as never);
    expect((await world.json('ada', CALLS)).calls).toEqual([
      {
        operationId: id,
        at: new Date(NOW).toISOString(),
        server: 'crm',
        tool: 'find',
        connectionId: 'google',
        outcome: 'injected',
        hosts: ['api.example'],
        missingScopes: ['a'],
      },
    ]);
  });
});

describe('T243: who sees a call', () => {
  it('is its caller and the admins; a member who asks for all gets their own', async () => {
    const bobs = await world.called(by('bob'));
    const carols = await world.called(by('carol'));
    const nobodys = await world.called({ caller: undefined });
    const seenBy = async (person: string) => (await world.walk(person, 'mine=false')).ids;
    expect((await seenBy('ada')).sort()).toEqual([bobs, carols, nobodys].sort());
    expect(await seenBy('bob')).toEqual([bobs]);
    expect(await seenBy('carol')).toEqual([carols]);
    expect(await seenBy('impostor')).toEqual([]);
  });

  it('also of a single one: another person’s looks like one that nobody made', async () => {
    const carols = await world.called(by('carol'));
    const nobodys = await world.called({ caller: undefined });
    expect(await world.json('carol', `${CALLS}/${carols}`)).toMatchObject({
      status: 200,
      operationId: carols,
    });
    expect(await world.json('ada', `${CALLS}/${carols}`)).toMatchObject({ status: 200 });
    const unknown = await (await world.get('bob', `${CALLS}/019a8a3e-7c1b-7d2e-8f40-3b5a6c7d8e9f`)).text();
    for (const path of [`${CALLS}/${carols}`, `${CALLS}/${nobodys}`])
      expect(await (await world.get('bob', path)).text()).toBe(unknown);
    expect(JSON.parse(unknown)).toMatchObject({ code: 'not_found' });
  });

  it.each(['ffffffff-ffff-7fff-bfff-ffffffffffff', '00000000-0000-7000-8000-000000000000'])(
    'and %s, which no clock made, is an id that nobody used',
    async (id) => {
      expect(await world.json('ada', `${CALLS}/${id}`)).toMatchObject(NOT_FOUND);
    },
  );

  it('T046: is never somebody of another workspace, by any route, filter or id', async () => {
    const id = await world.called(by('bob'));
    const paths = [
      'calls',
      `calls/${id}`,
      'call-counts',
      'calls.csv',
      'calls?mine=true',
      'calls?connection=google',
    ];
    for (const path of paths) {
      const answer = await (await world.get('mallory', `/v1/workspaces/acme/${path}`)).text();
      expect(answer).toBe(await (await world.get('mallory', `/v1/workspaces/nosuch/${path}`)).text());
    }
    // Bob is a member of both, and the call is of one.
    expect(await world.json('bob', `/v1/workspaces/globex/calls/${id}`)).toMatchObject(NOT_FOUND);
    expect((await world.json('bob', '/v1/workspaces/globex/calls')).calls).toEqual([]);
  });

  it('T046: a cursor of another workspace, filter, route or person is refused', async () => {
    for (let number = 0; number < 3; number++) {
      await world.called(by('bob'), { ago: number });
      await world.called(by('carol'), { ago: number });
      await world.called(by('bob'), { ago: number, workspaceId: 'globex' });
    }
    const { cursor } = await world.json('bob', `${CALLS}?limit=1&server=crm`);
    const read = (person: string, path: string) =>
      world.json(person, `/v1/workspaces/${path}&cursor=${cursor}`);
    expect(await read('bob', 'acme/calls?limit=2&server=crm')).toMatchObject({ status: 200 });
    for (const [person, path] of [
      ['carol', 'acme/calls?server=crm'],
      ['ada', 'acme/calls?server=crm'],
      ['impostor', 'acme/calls?server=crm'],
      ['bob', 'globex/calls?server=crm'],
      ['bob', 'acme/calls?server=mail'],
      ['bob', 'acme/calls?limit=1'],
      ['bob', 'acme/calls?server=crm&mine=true'],
      ['bob', 'acme/activity?limit=1'],
      ['bob', 'acme/calls.csv?server=crm'],
    ] as const)
      expect([path, await read(person, path)]).toEqual([path, expect.objectContaining(REFUSED)]);
  });
});

describe('counts of a day', () => {
  const COUNTS = '/v1/workspaces/acme/call-counts';

  it('are of the whole workspace for every member, and say nobody’s name', async () => {
    for (let number = 0; number < 3; number++) await world.called(by('carol'), { ago: number * HOUR });
    await world.called({ ...by('ada'), outcome: 'insufficient_scope' });
    await world.called({
      server: 'mail',
      tool: undefined,
      connectionId: undefined,
      outcome: 'unknown_server',
    });
    await world.called({}, { ago: DAY });
    const answer = await world.json('bob', COUNTS);
    const crm = { server: 'crm', tool: 'find', connectionId: 'google' };
    expect(answer).toEqual({
      status: 200,
      day: dayAgo(0),
      total: 5,
      more: false,
      unlisted: 0,
      counts: [
        { ...crm, outcome: 'injected', calls: 3 },
        { ...crm, outcome: 'insufficient_scope', calls: 1 },
        { server: 'mail', outcome: 'unknown_server', calls: 1 },
      ].map((each) => expect.objectContaining(each)),
    });
    expect(JSON.stringify(answer)).not.toMatch(/carol|ada|bob|idp/);
    expect(await world.json('bob', `${COUNTS}?day=${dayAgo(1)}`)).toMatchObject({ total: 1 });
    expect(await world.json('bob', `${COUNTS}?day=${dayAgo(5)}`)).toMatchObject({ total: 0, counts: [] });
    expect(await world.json('bob', `${COUNTS}?day=today`)).toMatchObject(REFUSED);
  });

  it('list the most frequent names, and say how many calls the others had', async () => {
    for (let tool = 0; tool < 510; tool++) await world.called({ tool: `tool${tool}` }, { ago: tool });
    for (let call = 0; call < 5; call++) await world.called({ tool: 'often' }, { ago: call });
    const { counts, ...rest } = await world.json('bob', COUNTS);
    expect(rest).toMatchObject({ total: 515, more: false, unlisted: 11 });
    expect(counts).toHaveLength(500);
    expect(counts?.[0]).toMatchObject({ tool: 'often', calls: 5 });
  });
});
