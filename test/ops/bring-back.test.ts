/**
 * `npm run bring-back` as an operator runs it. What comes back and what does not: test/journeys/bring-back.test.ts.
 * Covers ops/bring-back.ts, ops/operator-error.ts, src/broker/restore.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectionStore } from '../../src/aws/table/connections.ts';
import { createTable } from '../../src/aws/table/create-table.ts';
import { VARIABLE, VARIABLES_OF } from '../../src/contract/environment.ts';
import { added, connection } from '../adapters/samples.ts';
import { clientOf } from '../backends/backend.ts';
import { dynalite } from '../backends/dynalite.ts';
import { startSecretsStandIn } from './secrets-stand-in.ts';

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
  beforeAll(async () => {
    [table, lambda] = [await dynalite.start(), await startSecretsStandIn([connectFunction])];
    client = clientOf(table);
    for (const name of [LIVE, RESTORED]) await createTable(client, name);
    await connectionStore({ client, tableName: RESTORED }).add(key, added(connection));
  });
  afterAll(async () => {
    client.destroy();
    await lambda.close();
    await table.close();
  });

  async function run(...args: string[]) {
    const child = spawn(process.execPath, ['ops/bring-back.ts', ...args], {
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
    expect(await live()).toBeUndefined();
  });

  it('brings back, and knows it the next time', async () => {
    expect((await run('--stage', 'test', '--from', RESTORED)).code).toBe(0);
    expect(await live()).toMatchObject({ status: 'reauthorization_required', reason: 'restored' });
    expect((await run('--stage', 'test', '--from', RESTORED)).told).toMatch(/1 rows exist in the live table/);
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
