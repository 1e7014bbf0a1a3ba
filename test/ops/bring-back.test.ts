/**
 * `npm run bring-back` as an operator runs it. What comes back and what does not: test/journeys/bring-back.test.ts.
 * Covers ops/bring-back.ts, ops/restore-progress.ts, ops/operator-error.ts, src/broker/restore.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DeleteItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { storedProgress, tablesOf } from '../../ops/restore-progress.ts';
import { connectionStore } from '../../src/aws/table/connections.ts';
import { createTable } from '../../src/aws/table/create-table.ts';
import { appPolicyStore } from '../../src/aws/table/oauth-apps.ts';
import { LIMITS } from '../../src/broker/limits.ts';
import { NOTHING_BROUGHT_BACK } from '../../src/broker/restore/bring-back.ts';
import { VARIABLE, VARIABLES_OF } from '../../src/contract/environment.ts';
import { added, appPolicy, connection } from '../adapters/samples.ts';
import { clientOf } from '../backends/backend.ts';
import { dynalite } from '../backends/dynalite.ts';
import { startSecretsStandIn } from './secrets-stand-in.ts';

const COMMAND = fileURLToPath(new URL('../../ops/bring-back.ts', import.meta.url));
const [LIVE, RESTORED] = ['connections-live', 'connections-restored'] as const;
const connectFunction = {
  FunctionName: 'connections-test-connect',
  Environment: {
    Variables: {
      ...Object.fromEntries(VARIABLES_OF.connect.map((name) => [VARIABLE[name], 'x'])),
      CONNECTIONS_STAGE: 'test',
      CONNECTIONS_TABLE: LIVE,
    },
  },
};
const key = { workspaceId: 'acme', connectionId: 'google' };

describe('T168 npm run bring-back', () => {
  let table: Awaited<ReturnType<typeof dynalite.start>>;
  let lambda: Awaited<ReturnType<typeof startSecretsStandIn>>;
  let client: ReturnType<typeof clientOf>;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'connections-bring-back-'));
    [table, lambda] = [await dynalite.start(), await startSecretsStandIn([connectFunction])];
    client = clientOf(table);
    for (const name of [LIVE, RESTORED]) await createTable(client, name);
    await rowsIn(RESTORED);
  });
  beforeEach(async () => {
    const { Items = [] } = await client.send(new ScanCommand({ TableName: LIVE }));
    for (const { pk, sk } of Items)
      await client.send(new DeleteItemCommand({ TableName: LIVE, Key: { pk, sk } as never }));
    for (const file of await readdir(folder)) await rm(join(folder, file));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true });
    client.destroy();
    await lambda.close();
    await table.close();
  });

  async function rowsIn(tableName: string): Promise<void> {
    await connectionStore({ client, tableName }).add(key, added(connection));
    await appPolicyStore({ client, tableName }).add({ workspaceId: 'acme' }, added(appPolicy));
  }

  async function run(...args: string[]) {
    const child = spawn(process.execPath, [COMMAND, ...args], {
      cwd: folder,
      env: {
        AWS_REGION: 'eu-central-1',
        AWS_ACCESS_KEY_ID: 'local',
        AWS_SECRET_ACCESS_KEY: 'local',
        AWS_ENDPOINT_URL_DYNAMODB: table.endpoint,
        AWS_ENDPOINT_URL_LAMBDA: lambda.origin,
      },
    });
    let told = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        told += text;
      });
    const [code] = await once(child, 'close');
    return { code, told };
  }
  const live = () => connectionStore({ client, tableName: LIVE }).read(key);

  it('only counts with --check, in the table that the stage’s functions are told', async () => {
    const { code, told } = await run('--stage', 'test', '--from', RESTORED, '--check');
    expect([code, told]).toEqual([
      0,
      expect.stringMatching(/Nothing was written.*\n(.*\n)* +1 connections.*connected again/),
    ]);
    const { Items } = await client.send(new ScanCommand({ TableName: LIVE }));
    expect([Items, await readdir(folder)]).toEqual([[], []]);
  });

  /** A run that broke off when it had settled all rows of all segments, of which it counted so many. */
  async function brokenOff({
    startedAt = Date.now(),
    restoredId,
  }: {
    startedAt?: number;
    restoredId?: string;
  }) {
    const tables = await tablesOf(client, { live: LIVE, restored: RESTORED });
    const of = { ...tables, ...(restoredId && { restoredId }) };
    const { cursors } = await storedProgress(of, { isAnew: true, folder });
    for (let segment = 0; segment < LIMITS.sweepSegments; segment++)
      await cursors.save(segment, { startedAt, pages: 1, counts: { ...NOTHING_BROUGHT_BACK, deleted: 5 } });
  }

  it('brings back, and knows it the next time', async () => {
    expect((await run('--stage', 'test', '--from', RESTORED)).code).toBe(0);
    expect(await live()).toMatchObject({ status: 'reauthorization_required', reason: 'restored' });
    const { told } = await run('--stage', 'test', '--from', RESTORED);
    expect(told).toMatch(/2 rows exist in the live table/);
    expect(told).not.toContain('goes on');
    expect(await readdir(folder)).toEqual([]);
  });

  it('goes on where a run broke off', async () => {
    await brokenOff({});
    const { told } = await run('--stage', 'test', '--from', RESTORED);
    expect(told).toMatch(/This goes on with a run that began at 20.*Z\./);
    expect(told).toMatch(
      new RegExp(`${5 * LIMITS.sweepSegments} rows were not copied: they were deleted since`),
    );
    expect(await readdir(folder)).toEqual([]);
  });

  it.each<[string, () => Promise<unknown>, string[]?]>([
    ['it is asked to', () => brokenOff({}), ['--anew']],
    ['it only counts', () => brokenOff({}), ['--check']],
    ['the file is a day old', () => brokenOff({ startedAt: Date.now() - LIMITS.sweepAge })],
    ['the restored table is another one of the same name', () => brokenOff({ restoredId: 'another' })],
    ['the file is none', () => writeFile(join(folder, `bring-back-${RESTORED}.json`), '{"of":1}')],
  ])('begins at the first row where %s', async (_, given, args = []) => {
    await rowsIn(LIVE);
    await given();
    const { told } = await run('--stage', 'test', '--from', RESTORED, ...args);
    expect(told).toMatch(/2 rows exist in the live table/);
    expect(told).not.toContain('goes on');
  });

  it.each<[string, string[], RegExp, number?]>([
    ['without a table to take from', ['--stage', 'test'], /--from <table> is missing/, 2],
    ['from the live table itself', ['--stage', 'test', '--from', LIVE], /the live table itself/],
    [
      'of a stage that is not there',
      ['--stage', 'prod', '--from', RESTORED],
      /have no function connect of a stage "prod"/,
    ],
    ['from a table that is not there', ['--stage', 'test', '--from', 'none'], /ResourceNotFoundException/],
  ])('refuses %s', async (_, args, sentence, ended = 1) => {
    const { code, told } = await run(...args);
    expect([code, told]).toEqual([ended, expect.stringMatching(sentence)]);
  });
});
