/**
 * One owner's slow providers against 50 processes of the built bundle of token-refresh: another workspace's refresh, an
 * injection and the tick succeed meanwhile.
 * Covers src/broker/apps/places.ts, lambdas/token-refresh.ts, lambdas/token-tick.ts, lambdas/token-injector.ts.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { giveBack, takePlace } from '../../src/broker/apps/places.ts';
import { LIMITS } from '../../src/broker/limits.ts';
import type { ConnectionKey } from '../../src/broker/stores.ts';
import type { FunctionName } from '../../src/contract/environment.ts';
import { HEALTH_REQUEST } from '../../src/contract/health.ts';
import { PLACES } from '../../src/contract/table.ts';
import { systemRandom } from '../../src/system/random.ts';
import { startInvokeEndpoint } from '../deploy-moto/invoke-endpoint.ts';
import { connectOwnApp } from '../setup/own-app-connection.ts';
import { type StageTemplate, settingsOf, stageTemplate } from '../stack/stage-template.ts';
import { type LambdaPool, lambdaPool } from './lambda-pool.ts';
import { SLOW, type SlowOwnersWorld, slowOwnersWorld, variablesFor } from './slow-owner.ts';

const PROCESSES = 50;
const PER_PROVIDER = 12;

let template: StageTemplate;
let world: SlowOwnersWorld;
let refresh: LambdaPool;
let tick: LambdaPool;
let injector: LambdaPool;
let close: () => Promise<void>;
let look = () => undefined as unknown;

function bundleOf(name: FunctionName): string {
  const { S3Key } = template.resources[template.functionIds[name]]?.Properties.Code ?? {};
  return join(template.folder, `asset.${S3Key.replace(/\.zip$/, '')}`, 'index.mjs');
}

beforeAll(async () => {
  template = stageTemplate(settingsOf('dev'), { bundles: true });
  world = await slowOwnersWorld(() => look());
  const lambda = await startInvokeEndpoint('', (_, event) => refresh.invoke(event));
  const pool = (name: FunctionName, size: number) =>
    lambdaPool(
      {
        ...{ size, bundle: bundleOf(name), variables: variablesFor(name) },
        surroundings: world.surroundings(lambda.origin),
        onEnd: () => look(),
      },
      HEALTH_REQUEST,
    );
  await world.vault.sealer();
  refresh = await pool('token-refresh', PROCESSES);
  tick = await pool('token-tick', 1);
  injector = await pool('token-injector', 1);
  close = async () => {
    await Promise.all([refresh, tick, injector].map((each) => each.close()));
    await lambda.close();
    await world.close();
  };
}, 240_000);
afterAll(async () => {
  await close?.();
  rmSync(template.folder, { recursive: true });
}, 60_000);

/** Resolves when every call that runs waits at the slow provider. */
function standstill(): Promise<void> {
  return new Promise((resolve) => {
    look = () => {
      if (refresh.running() === world.waiting.size) resolve();
    };
    look();
  });
}

const event = (key: ConnectionKey) => ({ version: '1', kind: 'connection', ...key, generation: 1 });
const held = async () => {
  const record: Record<string, unknown> = { ...(await world.places.read({ workspaceId: 'acme' })) };
  return PLACES.filter((name) => record[name] !== undefined).length;
};
async function connectSlow(round: string): Promise<ConnectionKey[]> {
  const keys: ConnectionKey[] = [];
  for (const name of SLOW)
    for (let at = 0; at < PER_PROVIDER; at++)
      keys.push(
        await connectOwnApp(world, { workspaceId: 'acme', connectionId: `custom~${name}~${round}${at}` }),
      );
  return keys;
}

it('lets everybody else refresh, inject and tick', async () => {
  const slow = await connectSlow('one');
  const scope = 'https://www.googleapis.com/auth/gmail.readonly';
  const now = Date.now();
  const google = (connectionId: string, more: object) =>
    connectOwnApp(world, { workspaceId: 'globex', connectionId }, { grantedScopes: [scope], ...more });
  const called = await google('google', { accessExpiresAt: now - 1 });
  const another = await google('google~another', {});
  const due = await google('google~due', { dueShard: 'due#0', dueAt: now - 1, appKey: 'globex/google/1' });

  const reports = slow.map((key) => refresh.insist(event(key)) as Promise<{ outcome: string }>);
  await standstill();
  expect([world.waiting.size, await held()]).toEqual([PLACES.length, PLACES.length]);

  expect(await refresh.invoke(event(another))).toEqual({ outcome: 'refreshed' });
  const operation = {
    id: systemRandom.uuidV7(Date.now()),
    kind: 'call',
    server: 'google-gmail',
    tool: 'search',
  };
  expect(await injector.invoke({ version: '1', workspaceId: 'globex', operation })).toMatchObject({
    isAuthorized: true,
    context: { generation: 2 },
  });
  expect(await tick.invoke({ version: '1', kind: 'tick' })).toMatchObject({ outcomes: { refreshed: 1 } });
  for (const key of [called, another, due])
    expect(await world.connections.read(key)).toMatchObject({ generation: 2, status: 'active' });
  expect(await held()).toBe(PLACES.length);

  world.letAnswer();
  const outcomes = (await Promise.all(reports)).map(({ outcome }) => outcome);
  expect(outcomes.filter((outcome) => outcome === 'not_yet')).toHaveLength(slow.length - PLACES.length);
  expect(await held()).toBe(0);

  // Their tokens live for a second, which is no reason to ask again at once.
  const again = slow.filter((_, at) => outcomes[at] === 'refreshed');
  const repeated = await Promise.all(again.map((key) => refresh.invoke({ ...event(key), generation: 2 })));
  for (const report of repeated) expect(report).toMatchObject({ outcome: 'not_yet' });
}, 120_000);

it('gets the places of processes that were killed back when their lease has ended', async () => {
  const [one, two] = await connectSlow('two');
  const reports = [one, two].map((key) => refresh.invoke(event(key as ConnectionKey)));
  const ends = Promise.allSettled(reports);
  await standstill();
  expect(await held()).toBe(2);
  await refresh.kill(2);
  expect((await ends).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await held()).toBe(2);
  const before = { ...(await world.places.read({ workspaceId: 'acme' })) };
  // Nobody waits here: the clock of the next one is later by a lease.
  const later = { ...world, clock: { ...world.clock, now: () => Date.now() + LIMITS.lease } };
  const owner = { workspaceId: 'acme', appKey: 'acme/custom~a/1' };
  const taken = await Promise.all(Array.from({ length: LIMITS.placesOfApp }, () => takePlace(later, owner)));
  for (const place of taken) expect(place).toHaveProperty('text');
  expect(await world.places.read({ workspaceId: 'acme' })).not.toMatchObject(before);
  for (const place of taken) if ('text' in place) await giveBack(world, place);
  expect(await held()).toBe(0);
}, 60_000);
