/**
 * Many callers of one expired token, at a token endpoint that takes three seconds.
 * Covers src/broker/inject/fresh-connection.ts, src/broker/refresh/claim-attempt.ts.
 */
import { describe, expect, it } from 'vitest';
import { answerInjection } from '../../src/broker/inject/answer-injection.ts';
import type { InjectPorts } from '../../src/broker/inject/inject-ports.ts';
import { LIMITS } from '../../src/broker/limits.ts';
import type { Connection } from '../../src/broker/records.ts';
import { systemRandom } from '../../src/system/random.ts';
import { virtualTime } from '../prove/virtual-time.ts';
import { openStage, START } from '../rows/stage.ts';
import { connectOwnApp } from '../setup/own-app-connection.ts';
import { tokens } from './placing.ts';

const LATENCY = 3_000;
const CALLERS = 60;
const OF_PLATFORM = { appOwner: 'verified', appVersion: 1, clientId: 'client-verified-google' };
const NEW = 2;

/** A server whose calls need a token of this provider. */
function serversOf(provider: string): InjectPorts['servers'] {
  const registration = {
    id: 'notes',
    name: 'Notes',
    provider,
    allowedHosts: ['notes.example'],
    placements: [{ in: 'header' as const, name: 'Authorization', value: 'Bearer {accessToken}' }],
    removeHeaders: [],
    binding: 'request' as const,
    discovery: false,
    scopes: [],
  };
  return new Map([['notes', { registration, source: 'stage' }]]);
}

/** A stage with one connection, whose token is expired. All callers have one process, and a clock that waits for all of them. */
async function expired(provider: string, more: Partial<Connection> = {}, latency = LATENCY) {
  const time = virtualTime(START);
  let asked = 0;
  const fetch = async () => {
    asked++;
    await time.sleep(latency);
    return tokens();
  };
  const stage = await openStage({ fetch, time });
  const key = { workspaceId: 'acme', connectionId: provider };
  await connectOwnApp(stage.ports, key, { accessExpiresAt: START, ...more });
  const servers = serversOf(provider);
  /** `timeLeft`: the caller's own, in milliseconds. */
  const call = async (timeLeft = Number.POSITIVE_INFINITY) => {
    const began = time.now();
    const ports: InjectPorts = {
      ...stage.ports,
      servers,
      verifyCaller: undefined,
      deadline: began + timeLeft,
    };
    const operation = { id: systemRandom.uuidV7(began), kind: 'call', server: 'notes', tool: 'list' };
    const { context } = await answerInjection(ports, { version: '1', workspaceId: 'acme', operation });
    const { reason, retryAfterSeconds = 0 } = 'reason' in context ? context : {};
    const generation = 'generation' in context ? context.generation : undefined;
    return { reason, retryAfterSeconds, generation, waited: time.now() - began };
  };
  const crowd = (count: number, timeLeft?: number) => Array.from({ length: count }, () => call(timeLeft));
  return { call, crowd, asked: () => asked, passTo: (after: number) => time.passTo(START + after) };
}

describe('callers of one expired token at an endpoint that takes three seconds', () => {
  it('who come at once all get the new token, of one provider request', async () => {
    const { crowd, asked, passTo } = await expired('google', OF_PLATFORM);
    const calls = crowd(CALLERS);
    await passTo(4 * LATENCY);
    const answers = await Promise.all(calls);
    expect(answers.map(({ generation }) => generation)).toEqual(answers.map(() => NEW));
    expect(Math.max(...answers.map(({ waited }) => waited))).toBeLessThan(LATENCY + LIMITS.leasePollCap);
    expect(asked()).toBe(1);
  });

  it('who have two seconds are told in time to come back, and the one who asks gets the token', async () => {
    const { call, crowd, asked, passTo } = await expired('google', OF_PLATFORM);
    const first = call();
    const calls = crowd(CALLERS - 1, 2_000);
    await passTo(4 * LATENCY);
    for (const answer of await Promise.all(calls)) {
      expect(answer).toMatchObject({
        reason: 'temporarily_unavailable',
        waited: 2_000 - LIMITS.leaseReserve,
      });
      expect(answer.retryAfterSeconds).toBeGreaterThanOrEqual(1);
    }
    expect(await first).toMatchObject({ generation: NEW, waited: LATENCY });
    expect(asked()).toBe(1);
  });

  it('that a tenant chose all get the new token too, though only four of them have a place', async () => {
    const { crowd, asked, passTo } = await expired('custom~crm');
    const calls = crowd(CALLERS);
    await passTo(4 * LATENCY);
    const answers = await Promise.all(calls);
    expect(answers.map(({ generation }) => generation)).toEqual(answers.map(() => NEW));
    expect(asked()).toBe(1);
  });
});

it('callers at an endpoint that a tenant chose, and that takes longer, are held for four seconds and no longer', async () => {
  const latency = 2 * LIMITS.leasePoll;
  const { call, crowd, asked, passTo } = await expired('custom~crm', {}, latency);
  const first = call();
  await passTo(100);
  const calls = crowd(CALLERS - 1);
  await passTo(4 * latency);
  for (const answer of await Promise.all(calls)) {
    expect(answer).toMatchObject({ reason: 'temporarily_unavailable', waited: LIMITS.leasePoll - 100 });
    expect(answer.retryAfterSeconds).toBeGreaterThanOrEqual(1);
  }
  expect(await first).toMatchObject({ generation: NEW, waited: latency });
  expect(asked()).toBe(1);
});
