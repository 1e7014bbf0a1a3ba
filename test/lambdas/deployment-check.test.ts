/**
 * T181: what CodeDeploy hears of new versions, through the real entries of all four functions.
 * Covers lambdas/deployment-check.ts, src/broker/deployment, src/aws/code-deploy-hook.ts, src/aws/invoke-function.ts.
 */
import type { RequestListener } from 'node:http';
import { json } from 'node:stream/consumers';
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type LoopbackServer, listenOnLoopback } from '../../local/listen-on-loopback.ts';
import { functionInvoker } from '../../src/aws/invoke-function.ts';
import { connectionStore } from '../../src/aws/table/connections.ts';
import { dataKeyStore } from '../../src/aws/table/data-keys.ts';
import { checkDeployment } from '../../src/broker/deployment/check-deployment.ts';
import { added, connection } from '../adapters/samples.ts';
import { type ObjectStore, startObjectStore } from '../backends/object-store.ts';
import { captureLog, coldStart, type EntryOptions } from './entry.ts';
import { lambdaContext } from './events.ts';
import { disabledKms, kmsStandIn } from './kms-stand-in.ts';
import { CALLS_TABLE, type CountedTable, countedTable, TABLE } from './table-behind-a-counter.ts';

type Handler = (event: unknown, context?: unknown) => Promise<unknown>;
const HOOK = { DeploymentId: 'd-ABC123', LifecycleEventHookExecutionId: 'eyJlbmNyeXB0ZWREYXRh' };
const key = { workspaceId: 'acme', connectionId: 'google' };

let table: CountedTable;
let bucket: ObjectStore;
let servers: LoopbackServer[];
let askKms: RequestListener = kmsStandIn;
let askLambda: RequestListener;
/** By the end of the name that they are invoked under. */
let versions: Record<string, Handler>;
let check: Handler;
/** Of every start: a client of an earlier one may read its endpoint as late as at its first request. */
let options: EntryOptions;
let told: object[];
let lines: string[];

/** Lambda, as far as it invokes. */
const invoke: RequestListener = async (request, response) => {
  const name = decodeURIComponent(/functions\/([^/]+)\/invocations/.exec(request.url ?? '')?.[1] ?? '');
  const [, version = expect.unreachable()] =
    Object.entries(versions).find(([end]) => name.endsWith(end)) ?? [];
  const event = await json(request);
  try {
    response.end(JSON.stringify(await version(event, lambdaContext(name))));
  } catch {
    response.setHeader('x-amz-function-error', 'Unhandled');
    response.end('{"errorType":"Error"}');
  }
};

beforeAll(async () => {
  askLambda = invoke;
  [table, bucket] = await Promise.all([countedTable(), startObjectStore()]);
  const listening = [
    (): RequestListener => (request, response) => askKms(request, response),
    (): RequestListener => (request, response) => askLambda(request, response),
    (): RequestListener => async (request, response) => {
      told.push((await json(request)) as object);
      response.setHeader('content-type', 'application/x-amz-json-1.1').end('{}');
    },
  ];
  servers = await Promise.all(listening.map((listener) => listenOnLoopback(0, listener)));
  const [kms, lambda, codeDeploy] = servers.map(({ origin }) => origin);
  options = {
    dynamodb: table.endpoint,
    s3: bucket.endpoint,
    ...(kms && lambda && codeDeploy && { kms, lambda, codeDeploy }),
  };
  const refresh = await coldStart('token-refresh', options);
  const injector = await coldStart('token-injector', options);
  versions = {
    'refresh:7': refresh,
    'tick:5': await coldStart('token-tick', options),
    'injector:3': injector,
    'connections-test-token-refresh': refresh,
  };
  check = await coldStart('deployment-check', options);
  await connectionStore({ client: table.client, tableName: TABLE }).add(key, added(connection));
});
afterAll(async () => {
  for (const server of servers) await server.close();
  await bucket.close();
  await table.close();
});
beforeEach(() => {
  told = [];
  lines = captureLog();
});
afterEach(() => {
  table.refuse(undefined);
  askKms = kmsStandIn;
  askLambda = invoke;
  vi.restoreAllMocks();
});

const outcome = (status: string) => [
  {
    deploymentId: HOOK.DeploymentId,
    lifecycleEventHookExecutionId: HOOK.LifecycleEventHookExecutionId,
    status,
  },
];
const givenDataKey = async () => {
  const kms = servers[0]?.origin ?? '';
  const response = await fetch(kms, {
    method: 'POST',
    headers: { 'x-amz-target': 'TrentService.GenerateDataKey' },
    body: JSON.stringify({
      KeyId: 'k',
      EncryptionContext: { app: 'connections', purpose: 'vault', environment: 'test' },
    }),
  });
  const { CiphertextBlob } = (await response.json()) as { CiphertextBlob: string };
  const record = {
    version: 1,
    wrapped: Buffer.from(CiphertextBlob, 'base64'),
    state: 'current',
    createdAt: 1,
  } as const;
  await dataKeyStore({ client: table.client, tableName: TABLE }).add({ version: 1 }, added(record));
};

describe('T181: versions that can do their work', () => {
  it('get their traffic, also before the stage’s first consent made a data key', async () => {
    expect(await check(HOOK)).toBe(true);
    expect(told).toEqual(outcome('Succeeded'));
    await givenDataKey();
    expect(await check(HOOK)).toBe(true);
    expect(lines).toEqual([]);
  });

  it('leave nothing behind but marks of calls, which go within the hour', async () => {
    await check(HOOK);
    const { Items = [] } = await table.client.send(new ScanCommand({ TableName: TABLE }));
    expect(Items.filter(({ pk }) => !/^(conn#acme|key#)/.test(pk?.S ?? ''))).toEqual([]);
    const marks = await table.client.send(new ScanCommand({ TableName: CALLS_TABLE }));
    expect(marks.Items?.length).toBeGreaterThan(0);
    for (const { pk, outcome: came, ttl } of marks.Items ?? []) {
      expect([pk?.S, came?.S]).toEqual([expect.stringMatching(/^call#deployment-check#/), 'health']);
      expect(Number(ttl?.N) - Date.now() / 1_000).toBeLessThanOrEqual(3_601);
    }
  });
});

describe('T181: a version gets no traffic, and no connection is blamed', () => {
  const broken = (): never => {
    throw new Error('token-refresh needs the environment variable CONNECTIONS_TABLE');
  };
  it.each<[string, () => void]>([
    ['that may not use the table', () => table.refuse({ type: 'AccessDeniedException', message: 'x' })],
    ['that does not even start', () => Object.assign(versions, { 'refresh:7': broken })],
    ['whose ticks would not even start', () => Object.assign(versions, { 'tick:5': broken })],
    [
      'whose code does not know the question',
      () => Object.assign(versions, { 'injector:3': async () => ({}) }),
    ],
    [
      'that may not invoke token-refresh',
      () => Object.assign(versions, { 'connections-test-token-refresh': broken }),
    ],
    ['that may not look into the escrow', () => bucket.refuse(403)],
  ])('%s', async (_, breaks) => {
    const before = { ...versions };
    breaks();
    expect(await check(HOOK)).toBe(false);
    Object.assign(versions, before);
    bucket.refuse(undefined);
    table.refuse(undefined);
    expect(told).toEqual(outcome('Failed'));
    expect(lines.join()).toContain('"event":"version_unhealthy"');
    const record = await connectionStore({ client: table.client, tableName: TABLE }).read(key);
    expect(record).toEqual(connection);
  });

  it('that may not use the vault’s key', async () => {
    await givenDataKey();
    askKms = disabledKms;
    const before = { ...versions };
    versions['refresh:7'] = await coldStart('token-refresh', options);
    expect(await check(HOOK)).toBe(false);
    versions = before;
    expect(told).toEqual(outcome('Failed'));
  });
});

it('a right to ask that is still on its way is waited for', async () => {
  let refusals = 2;
  askLambda = (request, response) => {
    if (refusals-- <= 0) return invoke(request, response);
    request.resume();
    response.writeHead(403, { 'x-amzn-errortype': 'AccessDeniedException' }).end('{}');
  };
  const { clock, sleeps } = sleepless();
  const ask = functionInvoker(
    { region: 'eu-central-1', endpoint: servers[1]?.origin },
    { connect: 1_000, silence: 18_000 },
  );
  const report = async () => undefined;
  const log = { info: report, warn: report, error: report } as never;
  const invokeVersion = (version: string, request: object) => ask(version, { request });
  const ports = { versions: ['arn:function:refresh:7'], invoke: invokeVersion, report, clock, log };
  expect(await checkDeployment(ports, HOOK)).toBe(true);
  expect(sleeps).toEqual([2_000, 4_000]);
  refusals = 9;
  expect(await checkDeployment(ports, HOOK)).toBe(false);
});

/** Nobody waits here. */
function sleepless() {
  const sleeps: number[] = [];
  return { sleeps, clock: { sleep: async (milliseconds: number) => void sleeps.push(milliseconds) } };
}

it('an event that is no hook’s is told to nobody', async () => {
  for (const event of [undefined, {}, { DeploymentId: '' }]) await expect(check(event)).rejects.toThrow();
  expect(told).toEqual([]);
});
