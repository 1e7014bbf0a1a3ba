/**
 * `npm run people` as an operator runs it, on a table of dynalite and stand-ins of Lambda and EventBridge.
 * Covers ops/people.ts, src/broker/disconnect/end-person.ts.
 */
import { execFile } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type LoopbackServer, listenOnLoopback } from '../../local/listen-on-loopback.ts';
import { connectionStore } from '../../src/aws/table/connections.ts';
import { createTable } from '../../src/aws/table/create-table.ts';
import { publicReads } from '../../src/aws/table/public-reads.ts';
import { workspaceMarks } from '../../src/aws/table/workspace-marks.ts';
import { personalWorkspaceId } from '../../src/broker/callers/personal-workspace.ts';
import { VARIABLE, VARIABLES_OF } from '../../src/contract/environment.ts';
import { connection, put } from '../adapters/samples.ts';
import { clientOf, type Running } from '../backends/backend.ts';
import { dynalite } from '../backends/dynalite.ts';
import { startSecretsStandIn } from './secrets-stand-in.ts';

const TABLE = 'connections-of-the-test';
const ISSUER = 'https://id.example/';
const Variables = {
  ...Object.fromEntries(VARIABLES_OF.connect.map((name) => [VARIABLE[name], 'x'])),
  [VARIABLE.stage]: 'test',
  [VARIABLE.table]: TABLE,
  [VARIABLE.jwtIssuer]: ISSUER,
};

let table: Running;
let lambda: Awaited<ReturnType<typeof startSecretsStandIn>>;
let bus: LoopbackServer;
let published: string[] = [];
const given = () => ({ client: clientOf(table), tableName: TABLE });
beforeAll(async () => {
  table = await dynalite.start();
  lambda = await startSecretsStandIn([{ FunctionName: 'connect', Environment: { Variables } }]);
  bus = await listenOnLoopback(0, () => async (request, response) => {
    published.push(await text(request));
    response.end('{"FailedEntryCount":0,"Entries":[{"EventId":"1"}]}');
  });
  await createTable(clientOf(table), TABLE);
}, 60_000);
afterAll(async () => {
  await Promise.all([bus.close(), lambda.close(), table.close()]);
});

const ADA = personalWorkspaceId({ issuer: ISSUER, subject: 'ada' });
const keyIn = (workspaceId: string) => ({ workspaceId, connectionId: 'google' });
beforeEach(async () => {
  published = [];
  for (const workspaceId of [ADA, 'acme']) {
    await connectionStore(given()).delete(keyIn(workspaceId), {});
    await connectionStore(given()).change(keyIn(workspaceId), put(connection));
  }
});
const statusIn = async (workspaceId: string) =>
  (await connectionStore(given()).read(keyIn(workspaceId)))?.status;

function run(...args: string[]): Promise<{ code: number; told: string }> {
  const env = {
    ...{ AWS_REGION: 'eu-central-1', AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' },
    AWS_ENDPOINT_URL_DYNAMODB: table.endpoint,
    AWS_ENDPOINT_URL_LAMBDA: lambda.origin,
    AWS_ENDPOINT_URL_EVENTBRIDGE: bus.origin,
  };
  return new Promise((resolve) => {
    execFile(process.execPath, ['ops/people.ts', 'end', ...args], { env }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, told: `${stdout}${stderr}` }),
    );
  });
}
const ofAda = ['--stage', 'test', '--issuer', ISSUER, '--person', 'ada'];

it('T223: shows whom and what it would end, and changes nothing', async () => {
  const { code, told } = await run(...ofAda);
  expect(code).toBe(0);
  expect(told).toContain(`"ada" at "${ISSUER}", personal workspace ${ADA}`);
  expect(told).toMatch(/google {2}active\nNothing was changed/);
  expect([await statusIn(ADA), published.length]).toEqual(['active', 0]);
});

it('T223: ends the person’s own connections with --yes, marks it, and leaves those of workspaces', async () => {
  const { code, told } = await run(...ofAda, '--yes');
  expect([code, told]).toEqual([0, expect.stringContaining('Ended: 1.')]);
  expect([await statusIn(ADA), await statusIn('acme')]).toEqual(['disconnecting', 'active']);
  expect(await workspaceMarks(given()).read({ workspaceId: ADA })).toMatchObject({
    endedAt: expect.any(Number),
  });
  const { items } = await publicReads(given()).activity(ADA, 10);
  expect(items.map(({ type, actor }) => [type, actor])).toContainEqual(['workspace_deleted', '(operator)']);
});

it.each([
  ['a slash less', ISSUER.slice(0, -1)],
  ['another issuer', 'https://evil.example/'],
])('T223: refuses %s', async (_what, issuer) => {
  const { code, told } = await run('--stage', 'test', '--issuer', issuer, '--person', 'ada', '--yes');
  expect([code, told]).toEqual([1, expect.stringContaining('The stage has another issuer.')]);
  expect(await statusIn(ADA)).toBe('active');
});
