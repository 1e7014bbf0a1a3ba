/**
 * Covers src/broker/connect/start-connect.ts, src/broker/connect/complete-connect.ts,
 * src/broker/connect/store-consent.ts, src/broker/connect/consent-secrets.ts, src/broker/tokens/account-key.ts,
 * src/broker/connect/choose-scopes.ts, src/broker/connection/describe-connection.ts,
 * src/broker/tokens/granted-scopes.ts, src/broker/tokens/revoke-held-tokens.ts.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Browserless } from '../../local/browserless.ts';
import { answerIn } from '../../local/demo/api-client.ts';
import type { Caller } from '../../src/broker/caller.ts';
import { completeConnect } from '../../src/broker/connect/complete-connect.ts';
import { LIMITS } from '../../src/broker/limits.ts';
import type { Ports } from '../../src/broker/ports.ts';
import { createConnect } from '../../src/http/connect.ts';
import { Secret } from '../../src/vault/secret.ts';
import { ADA_AT_DEMO, BOB_AT_DEMO, completionOf, startWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

const connectionIds = async (workspace = 'acme') =>
  (await world.ada.connections(workspace)).body.connections.map(({ id }) => id);
const activity = async () =>
  (
    await world.ada.request<{ activity: { type: string; actor?: string }[] }>(
      'GET',
      '/v1/workspaces/acme/activity',
    )
  ).body.activity;

/** Counts what reaches the demo provider's token endpoint. */
function countingPorts(): { ports: Ports; tokenRequests: string[] } {
  const tokenRequests: string[] = [];
  const { ports } = world.environment;
  const fetch: Ports['fetch'] = (request) => {
    if (request.url.endsWith('/token')) tokenRequests.push(request.body ?? '');
    return ports.fetch(request);
  };
  return { ports: { ...ports, fetch }, tokenRequests };
}

const caller = (subject: string, workspace: string): Caller => ({
  issuer: world.environment.urls.identityProvider,
  subject,
  roles: new Map([[workspace, 'member']]),
});

describe('complete', () => {
  it('connects for the starter with the secret of the start', async () => {
    const connection = await world.connect(world.ada, 'acme', { provider: 'demo', label: 'ok' });
    expect(connection).toMatchObject({
      id: 'demo~ok',
      provider: 'demo',
      status: 'active',
      account: ADA_AT_DEMO,
      connectedBy: 'ada',
    });
    expect(JSON.stringify(connection)).not.toMatch(/sealed|token"|fingerprint|lease/i);
  });

  it('T024 T026 T027: refuses a colleague who has secret and code, spends the code, and attaches it to nobody', async () => {
    const returned = await world.consented(world.bob, 'acme', { provider: 'demo', label: 'phish' });
    const { ports, tokenRequests } = countingPorts();
    const attempt = (who: string) =>
      completeConnect(ports, {
        caller: caller(who, 'acme'),
        workspaceId: 'acme',
        ...completionOf(returned),
      });
    // The colleague's browser brought the code, so it is used for nobody: neither for them nor for the starter.
    await expect(attempt('ada')).rejects.toMatchObject({ code: 'initiator_mismatch' });
    await expect(attempt('bob')).rejects.toMatchObject({ code: 'initiator_mismatch' });
    expect(tokenRequests).toHaveLength(0);
    expect(await connectionIds()).not.toContain('demo~phish');
    expect(await activity()).toContainEqual(
      expect.objectContaining({ type: 'initiator_mismatch', actor: 'ada' }),
    );
    const record = await ports.sessions.read({ sessionId: returned.session });
    expect(record).toMatchObject({ status: 'started', codes: [{ broughtBy: expect.any(String) }] });
  });

  it('T005 T024: refuses the person of another workspace, who was sent the link, over HTTP', async () => {
    const returned = await world.consented(world.mallory, 'globex', { provider: 'demo', label: 'mallory' });
    const asBob = await world.bob.complete('acme', returned);
    expect(asBob).toMatchObject({ status: 403, body: { code: 'initiator_mismatch' } });
    expect(await connectionIds()).not.toContain('demo~mallory');
    expect(await connectionIds('globex')).toEqual([]);
  });

  it('T024: refuses the starter in another workspace of theirs, and connects in the right one', async () => {
    const returned = await world.consented(world.ada, 'globex', { provider: 'demo' });
    expect((await world.ada.complete('acme', returned)).body.code).toBe('initiator_mismatch');
    expect((await world.ada.complete('globex', returned)).status).toBe(200);
    await world.ada.disconnect('globex', 'demo');
  });

  it('T028: refuses as well where the provider approves silently because of an earlier grant', async () => {
    const adasBrowser = new Browserless({ stopAt: ({ hash }) => hash.startsWith('#provider=') });
    const before = await world.ada.start('acme', { provider: 'demo', label: 'before' });
    const accounts = await adasBrowser.open(before.body.authorizationUrl);
    await adasBrowser.press(await adasBrowser.press(accounts, ADA_AT_DEMO), 'Allow');
    const { body } = await world.bob.start('acme', { provider: 'demo', label: 'silent' });
    // Who sends a link can leave `prompt` out: the provider then knows Ada and her grant, and asks her nothing.
    const link = new URL(body.authorizationUrl);
    link.searchParams.delete('prompt');
    const silent = await adasBrowser.open(link.href);
    const { ports, tokenRequests } = countingPorts();
    const { id: session, completionSecret } = body;
    const brought = {
      workspaceId: 'acme',
      ...completionOf({ session, completionSecret, ...answerIn(silent.url) }),
    };
    for (const who of ['ada', 'bob'])
      await expect(completeConnect(ports, { caller: caller(who, 'acme'), ...brought })).rejects.toMatchObject(
        { code: 'initiator_mismatch' },
      );
    expect(tokenRequests).toHaveLength(0);
    expect(await connectionIds()).not.toContain('demo~silent');
  });

  it('T005 T031: a wrong secret changes nothing and looks like no session; the right one still works', async () => {
    const returned = await world.consented(world.ada, 'acme', { provider: 'demo', label: 'secret' });
    const guess = await world.ada.complete('acme', { ...returned, completionSecret: 'A'.repeat(43) });
    const unknown = await world.ada.complete('acme', { ...returned, session: 'A'.repeat(43) });
    expect(guess).toEqual(unknown);
    expect(guess.status).toBe(404);
    expect((await world.ada.complete('acme', returned)).status).toBe(200);
  });

  it.each<[string, (issuer: string) => string | undefined]>([
    ['T015: another issuer', () => 'https://evil.example'],
    ['T016: none, where the provider is recorded as sending it', () => undefined],
    ['T017: its issuer with a trailing slash', (issuer) => `${issuer}/`],
    ['T017: its issuer in capitals', (issuer) => issuer.toUpperCase()],
    ['T017: its issuer with the default port', (issuer) => issuer.replace(/:\d+$/, ':80')],
  ])('%s is refused before any token request, and the right answer still works', async (title, changed) => {
    const label = `iss-${title.length}`;
    const returned = await world.consented(world.ada, 'acme', { provider: 'demo', label });
    const query = new URLSearchParams(returned.query);
    const issuer = changed(query.get('iss') ?? '');
    if (issuer === undefined) query.delete('iss');
    else query.set('iss', issuer);
    const { ports, tokenRequests } = countingPorts();
    const input = { caller: caller('ada', 'acme'), workspaceId: 'acme', ...completionOf(returned) };
    await expect(
      completeConnect(ports, { ...input, query: new Secret(query.toString()) }),
    ).rejects.toMatchObject({ code: 'authorization_response_mismatch' });
    expect(tokenRequests).toHaveLength(0);
    expect((await completeConnect(ports, input)).connection.status).toBe('active');
  });

  it('T003: exchanges once of 20 parallel completions, and all get the one connection', async () => {
    const returned = await world.consented(world.ada, 'acme', { provider: 'demo', label: 'parallel' });
    const { ports, tokenRequests } = countingPorts();
    const patient = { ...ports, clock: { ...ports.clock, sleep: () => new Promise<void>(setImmediate) } };
    const input = { caller: caller('ada', 'acme'), workspaceId: 'acme', ...completionOf(returned) };
    const completed = await Promise.all(Array.from({ length: 20 }, () => completeConnect(patient, input)));
    expect(new Set(completed.map(({ connection: { uid, generation } }) => `${uid} ${generation}`)).size).toBe(
      1,
    );
    expect(tokenRequests).toHaveLength(1);
  });

  it('T012 T029: ten minutes after the start the code is not exchanged, however right the secret', async () => {
    const returned = await world.consented(world.ada, 'acme', { provider: 'demo', label: 'late' });
    const { ports, tokenRequests } = countingPorts();
    const input = { caller: caller('ada', 'acme'), workspaceId: 'acme', ...completionOf(returned) };
    world.advance(LIMITS.consentSession);
    await expect(completeConnect(ports, input)).rejects.toMatchObject({ code: 'connect_session_expired' });
    world.advance(-LIMITS.consentSession);
    expect(tokenRequests).toHaveLength(0);
    expect((await world.ada.complete('acme', returned)).status).toBe(200);
  });

  it('T037 T038: a code is sent once; after a lost answer the same code gets the same refusal', async () => {
    const returned = await world.consented(world.ada, 'acme', { provider: 'demo', label: 'lost' });
    const { ports, tokenRequests } = countingPorts();
    const { fetch } = ports;
    const losing: Ports['fetch'] = async (request) => {
      const answer = await fetch(request);
      if (request.url.endsWith('/token')) throw new TypeError('the answer was lost');
      return answer;
    };
    const input = { caller: caller('ada', 'acme'), workspaceId: 'acme', ...completionOf(returned) };
    const attempt = () => completeConnect({ ...ports, fetch: losing }, input);
    await expect(attempt()).rejects.toMatchObject({ code: 'provider_unreachable' });
    await expect(attempt()).rejects.toMatchObject({ code: 'provider_unreachable' });
    expect(tokenRequests).toHaveLength(1);
    expect(await connectionIds()).not.toContain('demo~lost');
  });

  it('is not begun by a function that is about to end, and the same answer works afterwards', async () => {
    const returned = await world.consented(world.ada, 'acme', { provider: 'demo', label: 'time' });
    const { ports, tokenRequests } = countingPorts();
    const app = createConnect(ports, {
      log: ports.log,
      newCorrelationId: () => 'id',
      verifyCaller: async () => caller('ada', 'acme'),
    });
    const completing = (left: number) =>
      app.request(
        `/v1/workspaces/acme/connect-sessions/${returned.session}/complete`,
        {
          method: 'POST',
          headers: { authorization: 'Bearer any', 'content-type': 'application/json' },
          body: JSON.stringify({ ...returned, session: undefined }),
        },
        { lambdaContext: { getRemainingTimeInMillis: () => left } },
      );
    const refused = await completing(LIMITS.exchangeTime - 1_000);
    expect([refused.status, await refused.json()]).toMatchObject([503, { code: 'temporarily_unavailable' }]);
    expect(tokenRequests).toHaveLength(0);
    expect((await completing(29_000)).status).toBe(200);
  });

  it('refuses another account than before, keeps the old one, and takes the same one again', async () => {
    await world.connect(world.ada, 'acme', { provider: 'demo', label: 'swap' });
    const other = await world.consented(world.ada, 'acme', { provider: 'demo', label: 'swap' }, BOB_AT_DEMO);
    expect(await world.ada.complete('acme', other)).toMatchObject({
      status: 409,
      body: { code: 'account_mismatch' },
    });
    const key = { workspaceId: 'acme', connectionId: 'demo~swap' };
    const before = await world.environment.ports.connections.read(key);
    expect(before).toMatchObject({ epoch: 1, generation: 1, accountLabel: ADA_AT_DEMO });
    await world.connect(world.ada, 'acme', { provider: 'demo', label: 'swap' });
    expect(await world.environment.ports.connections.read(key)).toMatchObject({
      epoch: 2,
      generation: 2,
      status: 'active',
    });
  });

  it('a disconnect between start and complete wins', async () => {
    await world.connect(world.ada, 'acme', { provider: 'demo', label: 'between' });
    const returned = await world.consented(world.ada, 'acme', { provider: 'demo', label: 'between' });
    expect((await world.ada.disconnect('acme', 'demo~between')).status).toBe(200);
    expect(await world.ada.complete('acme', returned)).toMatchObject({
      status: 409,
      body: { code: 'connection_changed' },
    });
    const { body } = await world.ada.request<{ status: string }>(
      'GET',
      '/v1/workspaces/acme/connections/demo~between',
    );
    expect(body.status).toBe('disconnected');
  });

  it('a new product asks for what was granted as well', async () => {
    await world.connect(world.ada, 'acme', { provider: 'demo', label: 'union', apps: ['notes'] });
    const { body } = await world.ada.start('acme', { provider: 'demo', label: 'union', apps: ['tasks'] });
    const asked = new URL(body.authorizationUrl).searchParams.get('scope')?.split(' ');
    expect(asked).toEqual(expect.arrayContaining(['tasks:read', 'notes:read']));
  });
});
