/**
 * T171: quotas behind a model of API Gateway, over stores in memory and over DynamoDB's wire protocol: what one person or one
 * workspace uses up, and what stays for everybody else.
 * Covers src/broker/activity/quota.ts, src/aws/table/act-counters.ts, src/http/connect.ts, src/http/problem-response.ts,
 * lib/settings/throttle-settings.ts.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { countAct } from '../../src/broker/activity/quota.ts';
import { LIMITS } from '../../src/broker/limits.ts';
import { type ConnectWorld, openConnectWorld, PLACES } from './connect-world.ts';
import { type Gateway, gatewayBefore } from './gateway.ts';

const SECOND = 1_000;
const WS = '/v1/workspaces/acme';

describe.each(PLACES)('T171: in %s', (place) => {
  let world: ConnectWorld;
  let send: Gateway;
  beforeEach(async () => {
    world = await openConnectWorld(place);
    send = gatewayBefore(world.app(), world.now);
  });
  afterEach(() => world.close());

  const start = (token: string, label?: string) =>
    send({ method: 'post', path: `${WS}/connect-sessions`, token, body: { provider: 'google', label } });
  const disconnect = (token: string, label: string) =>
    send({ method: 'delete', path: `${WS}/connections/google~${label}`, token });
  /** An act that ends at once: there is no such connection. */
  const actOf = (token: string, workspaceId = 'acme') =>
    send({ method: 'post', path: `/v1/workspaces/${workspaceId}/connections/none/refresh`, token });
  const statusesOf = async (requests: Promise<Response>[]): Promise<Record<number, number>> => {
    const statuses = (await Promise.all(requests)).map(({ status }) => status);
    return Object.fromEntries(
      [...Map.groupBy(statuses, (each) => each)].map(([status, all]) => [status, all.length]),
    );
  };

  it('of 150 parallel starts of one person exactly 100 pass, and others go on', async () => {
    const ann = world.person('ann', { acme: 'member' });
    const starts = Array.from({ length: 150 }, () => start(ann));
    expect(await statusesOf(starts)).toEqual({ 201: LIMITS.actsOfPerson, 429: 50 });
    expect((await start(world.person('bob', { acme: 'member' }))).status).toBe(201);
  });

  it('says when the window ends, and then it is over', async () => {
    const ann = world.person('ann', { acme: 'member' });
    world.advance(90 * SECOND);
    await Promise.all(Array.from({ length: LIMITS.actsOfPerson }, () => actOf(ann)));
    const refused = await start(ann);
    expect(refused.headers.get('retry-after')).toBe('510');
    expect(await refused.json()).toMatchObject({ code: 'too_many_requests', status: 429 });
    world.advance(510 * SECOND - 1);
    expect((await start(ann)).headers.get('retry-after')).toBe('1');
    world.advance(1);
    expect((await start(ann)).status).toBe(201);
  });

  it('one person has the same acts in all workspaces, and a namesake of another issuer others', async () => {
    const ann = world.person('ann', { acme: 'member', globex: 'member' });
    await Promise.all(Array.from({ length: LIMITS.actsOfPerson }, () => actOf(ann, 'globex')));
    expect((await start(ann)).status).toBe(429);
    const { acts, clock, settings } = world.ports;
    const caller = { issuer: 'https://other.example', subject: 'ann' };
    await expect(countAct({ acts, clock, settings }, { caller, workspaceId: 'acme' })).resolves.toBe(
      undefined,
    );
  });

  it('three members use up a workspace’s acts, and neither its administrator’s disconnect nor anybody’s elsewhere', async () => {
    const ada = world.person('ada', { acme: 'admin', globex: 'member' });
    await world.connected('acme', 'old');
    for (const subject of ['ann', 'bob', 'cy']) {
      const token = world.person(subject, { acme: 'member' });
      // Half of them are refused to the person, and so take nothing of the workspace's.
      const acts = Array.from({ length: 2 * LIMITS.actsOfPerson }, () => actOf(token));
      expect(await statusesOf(acts)).toEqual({ 404: LIMITS.actsOfPerson, 429: LIMITS.actsOfPerson });
    }
    expect((await start(ada)).status).toBe(429);
    expect((await actOf(ada, 'globex')).status).toBe(404);
    const { status } = await disconnect(ada, 'old');
    expect(status).toBe(200);
  });

  it('what ends something counts apart from acts, for its person alone', async () => {
    const ada = world.person('ada', { acme: 'admin' });
    const eve = world.person('eve', { acme: 'admin' });
    await world.connected('acme', 'old');
    const endings = Array.from({ length: LIMITS.endingsOfPerson + 7 }, () => disconnect(ada, 'none'));
    expect(await statusesOf(endings)).toEqual({ 404: LIMITS.endingsOfPerson, 429: 7 });
    expect((await start(ada)).status).toBe(201);
    expect((await disconnect(eve, 'old')).status).toBe(200);
  });

  const FLOOD = 30;
  /** One member asks 21 times a second for a disconnect; an administrator disconnects once a second. */
  async function flooded(): Promise<number[]> {
    const ann = world.person('ann', { acme: 'member' });
    const ada = world.person('ada', { acme: 'admin' });
    const statuses: number[] = [];
    for (let second = 0; second < FLOOD; second++) {
      await world.connected('acme', `c${second}`);
      await Promise.all(Array.from({ length: 21 }, () => disconnect(ann, 'none')));
      statuses.push((await disconnect(ada, `c${second}`)).status);
      world.advance(SECOND);
    }
    return statuses;
  }

  it('21 requests a second of one member deny disconnect to nobody', async () => {
    expect(await flooded()).toEqual(Array.from({ length: FLOOD }, () => 200));
  });

  it('a throttle below that would: the model turns away', async () => {
    send = gatewayBefore(world.app(), world.now, { signedIn: { rate: 20, burst: 40 } });
    expect(await flooded()).toContain(429);
  });
});
