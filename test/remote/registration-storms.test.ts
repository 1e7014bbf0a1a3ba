/**
 * How often the broker registers itself, and what a new client does to what is under way.
 * Covers src/broker/remote/registered-client.ts, src/broker/remote/ensure-client.ts, src/broker/remote/remote-client.ts,
 * src/broker/remote/client-for-consent.ts.
 */
import { describe, expect, it } from 'vitest';
import { type Answer, DAY, HOUR, remoteWorld, URL_OF_GOOD } from './remote-world.ts';
import { ScriptedAuthorization, scriptedMcp } from './scripted-authorization.ts';

const GOOD = { workspaceId: 'acme', serverId: 'good' };

async function registered() {
  const world = await remoteWorld();
  const { as, mcp } = world.good();
  await world.confirmed('good', URL_OF_GOOD);
  return { world, as, mcp };
}

describe('T200: registrations', () => {
  it('are one, though fifty consents begin at once', async () => {
    const { world, as } = await registered();
    as.clients.clear();
    await world.connect('good', as).catch(() => undefined);
    world.advance(2 * HOUR);
    world.net.forget();
    const people = Array.from({ length: 50 }, (_, index) => `person${index}.acme`);
    const answers = await Promise.all(
      people.map((token, index) => world.start('good', { label: `l${index}` }, token)),
    );
    const { length: begun } = answers.filter(({ status }) => status === 201);
    expect(as.at('/register')).toHaveLength(1);
    expect(begun).toBeGreaterThan(0);
    for (const { status, body } of answers)
      if (status !== 201) expect(['too_many_at_once', 'quota_exceeded']).toContain(body.code);
  });

  it('are one, though fifty begin at once and the server refuses it', async () => {
    const { world, as } = await registered();
    as.clients.clear();
    await world.connect('good', as).catch(() => undefined);
    world.advance(2 * HOUR);
    world.net.forget();
    world.net.at(`${as.issuer}/register`, { status: 403, body: { error: 'access_denied' } });
    const people = Array.from({ length: 50 }, (_, index) => `person${index}.acme`);
    await Promise.all(people.map((token, index) => world.start('good', { label: `l${index}` }, token)));
    expect(as.at('/register')).toHaveLength(1);
  });

  it('are one, though an admin puts the server again and again', async () => {
    const { world, as } = await registered();
    for (let time = 0; time < 5; time += 1)
      expect((await world.confirmed('good', URL_OF_GOOD)).status).toBe(200);
    expect(as.at('/register')).toHaveLength(1);
  });

  it('are one, though several admins put it for the first time at once', async () => {
    const world = await remoteWorld();
    const { as } = world.good();
    const answers = await Promise.all(
      ['a', 'b', 'c', 'd'].map((name) => world.put('good', { url: URL_OF_GOOD }, `${name}.acme`)),
    );
    expect(answers.some(({ status }) => status === 200)).toBe(true);
    expect(as.at('/register')).toHaveLength(1);
  });

  it('are one an hour and 24 a day, where no client is ever known again', async () => {
    const { world, as } = await registered();
    let consents = 0;
    for (let minute = 0; minute < 24 * 60; minute += 30) {
      as.clients.clear();
      const { status } = await world.start('good');
      if (status === 201) consents += 1;
      await world.connect('good', as, { replaceAccount: true }).catch(() => undefined);
      world.advance(HOUR / 2);
    }
    const { length } = as.at('/register');
    expect(length).toBeLessThanOrEqual(24);
    expect(length).toBeGreaterThan(10);
    expect(consents).toBeGreaterThan(0);
    world.advance(DAY);
    await world.connect('good', as, { replaceAccount: true });
  });

  it('are one an hour also if the server is put while one is under way', async () => {
    const world = await remoteWorld();
    const { as } = world.good();
    let isFirst = true;
    let again: Promise<Answer> | undefined;
    world.net.at(`${as.issuer}/register`, async (arrived) => {
      if (!isFirst) return as.register(arrived);
      isFirst = false;
      // The second PUT changes the record, whose lease the first one holds.
      const uid = async () => (await world.ports.serverRecords.read(GOOD))?.uid;
      const before = await uid();
      again = world.put('good', { url: URL_OF_GOOD, name: 'other' }, 'eve.acme');
      while ((await uid()) === before) await new Promise((resolve) => setImmediate(resolve));
      return as.register(arrived);
    });
    await world.put('good', { url: URL_OF_GOOD });
    // Its wait may end before the registration does.
    expect([200, 429]).toContain((await again)?.status);
    world.advance(HOUR / 2);
    as.clients.clear();
    await world.connect('good', as).catch(() => undefined);
    expect(await world.start('good')).toMatchObject({ status: 429, body: { code: 'too_many_requests' } });
    expect(as.at('/register')).toHaveLength(1);
  });

  it('of a workspace are a hundred a day, counted before the request', async () => {
    const world = await remoteWorld();
    const now = world.stage.now();
    let asked = 0;
    let refusedAt: number | undefined;
    for (let number = 0; number < 102 && refusedAt === undefined; number += 1) {
      const origin = `https://mcp-${number}.many.example`;
      const as = new ScriptedAuthorization(world.net, origin);
      scriptedMcp(world.net, `${origin}/mcp`, origin);
      // One id, so that neither the number of servers nor that of acts ends it.
      const { body } = await world.confirmed('good', `${origin}/mcp`, `person${number % 40}.acme`);
      if (body.code === 'too_many_requests') refusedAt = number;
      else asked += as.at('/register').length;
    }
    expect(asked).toBe(100);
    expect(refusedAt).toBe(100);
    expect(world.stage.now() - now).toBeLessThan(DAY);
  });
});

describe('T201: a new client while a consent is open', () => {
  it('leaves the session and its tokens with the client that began', async () => {
    const { world, as } = await registered();
    const begun = await world.began('good');
    const first = new URL(begun.authorizationUrl).searchParams.get('client_id');
    const answer = as.authorize(begun.authorizationUrl);
    // Meanwhile another consent loses the client, and a third makes a new one.
    const known = new Map(as.clients);
    as.clients.clear();
    await world.connect('good', as, { label: 'two' }).catch(() => undefined);
    world.advance(HOUR);
    const third = await world.began('good', { label: 'three' }).catch(() => undefined);
    expect(third && new URL(third.authorizationUrl).searchParams.get('client_id')).not.toBe(first);
    for (const [id, client] of known) as.clients.set(id, client);
    const done = await world.complete(begun, answer);
    // A session holds for ten minutes; what counts is that no other client redeems its code.
    expect(done.body.code ?? done.body.app.clientId).toMatch(/connect_session_expired|client-/);
    const codes = as.at('/token').filter(({ body }) => body.includes(answer.query.slice(5, 20)));
    for (const { body } of codes) expect(new URLSearchParams(body).get('client_id')).toBe(first);
  });

  it('by hand does the same, and a refresh uses the client of its connection', async () => {
    const { world, as } = await registered();
    const begun = await world.began('good');
    const first = new URL(begun.authorizationUrl).searchParams.get('client_id');
    as.clients.set('by-hand', { id: 'by-hand', redirectUris: [] });
    const path = '/v1/workspaces/acme/oauth-apps/remote~good';
    expect((await world.request('PUT', path, { clientId: 'by-hand' })).status).toBe(200);
    const done = await world.complete(begun, as.authorize(begun.authorizationUrl));
    expect(done.body.app.clientId).toBe(first);
    expect((await world.refresh('remote~good')).body.outcome).toBe('refreshed');
    const clients = as.at('/token').map(({ body }) => new URLSearchParams(body).get('client_id'));
    expect(clients).toEqual([first, first]);
    await world.connect('good', as, { label: 'two' });
    expect((await world.connection('remote~good~two')).body.app.clientId).toBe('by-hand');
  });
});
