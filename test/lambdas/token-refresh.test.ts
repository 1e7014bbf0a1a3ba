/**
 * Covers lambdas/token-refresh.ts, lambdas/token-tick.ts, lambdas/refreshing.ts, lambdas/idle-after.ts,
 * lambdas/last-resort.ts, src/broker/refresh/answer-refresh.ts, src/broker/refresh/answer-tick.ts,
 * src/broker/refresh/refresh-metrics.ts.
 */
import { inspect } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type ObjectStore, startObjectStore } from '../backends/object-store.ts';
import { expectMetricLine } from '../setup/metric-line.ts';
import { captureLog, coldStart } from './entry.ts';
import { lambdaContext } from './events.ts';
import { type CountedTable, countedTable } from './table-behind-a-counter.ts';

let table: CountedTable;
let bucket: ObjectStore;
type Invoke = (event: unknown, context?: unknown) => Promise<unknown>;
let refresh: Invoke;
let tick: Invoke;
beforeAll(async () => {
  table = await countedTable();
  bucket = await startObjectStore();
  const options = { dynamodb: table.endpoint, s3: bucket.endpoint };
  refresh = await coldStart('token-refresh', options);
  // A function's process is its own: here the last one that starts names both in their metrics.
  tick = await coldStart('token-tick', options);
});
afterAll(async () => {
  await bucket.close();
  await table.close();
});
let lines: string[];
let measured: string[];
beforeEach(() => {
  measured = [];
  lines = captureLog(measured);
  table.requests.length = 0;
  bucket.requests.length = 0;
});
afterEach(() => {
  table.refuse(undefined);
  vi.restoreAllMocks();
});

const TICK = { version: '1', kind: 'tick' };
const onDemand = {
  version: '1',
  kind: 'connection',
  workspaceId: 'acme',
  connectionId: 'google',
  generation: 1,
};

const DISCONNECT = {
  version: '1',
  kind: 'revocation',
  workspaceId: 'acme',
  connectionId: 'dropbox',
  epoch: 2,
};

/** Everything that Lambda's runtime could write of a rejection: it logs all enumerable properties, and causes. */
async function rejectionOf(invoke: Invoke, event: unknown): Promise<{ error: Error; told: string }> {
  const error = await invoke(event).then(
    () => {
      throw new Error('expected a rejection');
    },
    (thrown) => thrown,
  );
  return { error, told: inspect(error, { depth: 10, showHidden: true }) + JSON.stringify({ ...error }) };
}

describe('token-tick’s function', () => {
  it('finds nothing to do in an empty table, by one query a shard and one look into the escrow', async () => {
    expect(await tick(TICK)).toEqual({
      due: 0,
      outcomes: {},
      reconciled: 0,
      revocations: 0,
      oldestOverdueMs: 0,
      left: false,
    });
    expect(table.requests).toEqual(Array(16).fill('Query'));
    expect(bucket.requests).toEqual(['GET /connections-test-escrow/']);
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      { level: 'info', event: 'tick', outcomes: {}, count: 0, lagMs: 0 },
    ]);
  });

  it('measures every tick, also one without work, and counts the errors that alarms watch', async () => {
    bucket.refuse(403);
    await tick(TICK);
    bucket.refuse(undefined);
    const source = { stage: 'test', function: 'token-tick' };
    expect(measured.map((line) => expectMetricLine(line))).toEqual([
      { ...source, EscrowUnknown: 1 },
      {
        ...source,
        TickRuns: 1,
        DueConnections: 0,
        OldestOverdue: 0,
        TicksLeftBehind: 0,
        EscrowReconciled: 0,
        Refreshed: 0,
        RefreshFailing: 0,
        RefreshPaused: 0,
        GrantsDead: 0,
        DueItemErrors: 0,
      },
    ]);
  });

  it('works on its share of the shards alone, and only the first share looks into the escrow', async () => {
    await tick({ ...TICK, share: { index: 1, of: 4 } });
    expect(table.requests).toEqual(Array(4).fill('Query'));
    expect(bucket.requests).toEqual([]);
  });

  it('goes on with what is due when the escrow does not answer', async () => {
    bucket.refuse(403);
    expect(await tick(TICK)).toMatchObject({ due: 0, reconciled: 0 });
    bucket.refuse(undefined);
    expect(lines.map((line) => JSON.parse(line).event)).toEqual(['escrow_unknown', 'tick']);
  });

  it('T179: fails without a context rather than work without a deadline', async () => {
    const { getRemainingTimeInMillis: _, ...context } = lambdaContext('token-tick');
    await expect(tick(TICK, context)).rejects.toThrow('token-tick failed');
  });
});

describe('token-tick’s function, too,', () => {
  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['a refresh on demand: that is token-refresh’s', onDemand],
    ['a tick with more in it', { ...TICK, leak: 'leak' }],
    ['a share that is none', { ...TICK, share: { index: 4, of: 4 } }],
    ['another version', { ...TICK, version: '2' }],
  ])('T064 T179: fails on %s, and touches nothing', async (_title, event) => {
    const { error, told } = await rejectionOf(tick, event);
    expect(error).toMatchObject({ name: 'Error', message: 'token-tick failed' });
    expect(told + lines.join()).not.toContain('leak');
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      { level: 'error', event: 'unhandled', error: 'Problem' },
    ]);
    expect(table.requests).toEqual([]);
  });
});

describe('token-refresh’s function', () => {
  it('has nothing to revoke where nothing is being disconnected, by one read', async () => {
    expect(await refresh(DISCONNECT)).toEqual({ outcome: 'moved' });
    expect(table.requests).toEqual(['GetItem']);
  });

  it('has nothing to refresh where nothing is connected', async () => {
    expect(await refresh(onDemand)).toEqual({ outcome: 'not_refreshable' });
  });

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['text', 'leak'],
    ['an empty object', {}],
    ['EventBridge’s own event', { version: '0', 'detail-type': 'Scheduled Event', detail: { leak: 1 } }],
    ['a disconnect with more in it', { ...DISCONNECT, leak: 'leak' }],
    ['a disconnect without its epoch', { ...DISCONNECT, epoch: undefined }],
    ['a disconnect of an epoch that cannot be', { ...DISCONNECT, epoch: 0 }],
    ['another kind', { version: '1', kind: 'everything', leak: 'leak' }],
    ['a tick with more in it', { ...TICK, leak: 'leak' }],
    ['T061: a workspace with a delimiter', { ...onDemand, workspaceId: 'leak#x' }],
    ['a generation that is none', { ...onDemand, generation: -1 }],
    ['a generation that is text', { ...onDemand, generation: 'leak' }],
    ['a share that is none', { ...TICK, share: { index: 4, of: 4, leak: 1 } }],
    ['T106: another version', { ...onDemand, version: '2', connectionId: 'leak' }],
    ['a tick: that is token-tick’s', TICK],
    ['a share of a tick', { ...TICK, share: { index: 0, of: 1 } }],
  ])('T064 T179: fails on %s, tells no more than that, and touches nothing', async (_title, event) => {
    const { error, told } = await rejectionOf(refresh, event);
    expect(error).toMatchObject({ name: 'Error', message: 'token-refresh failed' });
    expect(error.cause).toBeUndefined();
    expect(Object.keys(error)).toEqual([]);
    expect(told + lines.join()).not.toContain('leak');
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      { level: 'error', event: 'unhandled', error: 'Problem' },
    ]);
    expect(table.requests).toEqual([]);
  });

  it('T064 T179: fails when the table does, and hangs no cause on what Lambda’s runtime logs', async () => {
    table.refuse({ type: 'AccessDeniedException', message: 'leak: arn:aws:dynamodb' });
    for (const [name, invoke, event] of [
      ['token-tick', tick, TICK],
      ['token-refresh', refresh, onDemand],
    ] as const) {
      const { error, told } = await rejectionOf(invoke, event);
      expect(error.message).toBe(`${name} failed`);
      expect(told + lines.join()).not.toContain('leak');
    }
    expect(lines.map((line) => JSON.parse(line).error)).toEqual(Array(2).fill('AccessDeniedException'));
  });

  it('T179: fails without a context rather than work without a deadline', async () => {
    const { getRemainingTimeInMillis: _, ...context } = lambdaContext('token-refresh');
    await expect(refresh(onDemand, context)).rejects.toThrow('token-refresh failed');
  });
});
