/**
 * `npm run bring-back -- --stage <stage> --from <restored table>`: what the stage's table lost comes back out of a table
 * that was restored to an earlier time (docs/restore.md). `… --check`: only counts. Can be run again at any point.
 */
import { LambdaClient } from '@aws-sdk/client-lambda';
import { fromCommandLine } from '../command-line/from-command-line.ts';
import { flag, requiredText, text } from '../command-line/option.ts';
import { dynamoDBClient } from '../src/aws/dynamodb-client.ts';
import { lostAndRestored } from '../src/aws/table/lost-and-restored.ts';
import { type BringBackPorts, type BringBackReport, bringBack } from '../src/broker/restore/bring-back.ts';
import { systemClock as clock } from '../src/system/clock.ts';
import { systemRandom as random } from '../src/system/random.ts';
import { OperatorError, runCommand } from './operator-error.ts';
import { findFunction } from './stage-variables.ts';

const COMMAND = {
  call: 'npm run bring-back',
  description:
    'Copies the rows that a stage lost from a restored table into the live table (docs/restore.md).',
  options: {
    stage: requiredText('<stage>', 'The name of the stage, such as prod.'),
    from: requiredText('<table>', 'The table that DynamoDB restored to an earlier time.'),
    table: text('<name>', 'The live table, instead of the one that the functions of the stage use.'),
    check: flag('Counts what would be done, and writes nothing.'),
  },
  notes: ['The command can be stopped and run again at any point.'],
};

async function tableOf(stage: string): Promise<string> {
  return (await findFunction(new LambdaClient(), stage, 'connect')).read('table');
}

/** The same questions, and nothing is written. */
function onlyAsking({ live, ...needs }: BringBackPorts): BringBackPorts {
  const add = async () => true;
  return {
    ...needs,
    live: {
      ...live,
      workspaceMarks: { ...live.workspaceMarks, add },
      connections: { ...live.connections, add, change: async () => false },
      apps: { ...live.apps, add },
      servers: { ...live.servers, add },
      dataKeys: { ...live.dataKeys, add },
    },
  };
}

const SAYS: Record<keyof BringBackReport, string> = {
  known: 'rows exist in the live table, and were left as they are',
  back: 'rows were copied back without a change',
  verify: 'connections were copied back, and are refreshed before their next use',
  connect_again:
    'connections were copied back as "must be connected again": what happened since the backup is not known, or was a new consent',
  revoke:
    'connections were copied back to be revoked: somebody disconnected them, and the provider has not revoked their tokens yet',
  conflict:
    'DATA KEYS HAVE THE VERSION OF A DIFFERENT KEY IN THE LIVE TABLE: read docs/restore.md before you continue',
  deleted: 'rows were not copied: they were deleted since, or it is not known whether they were',
  damaged: 'rows were not copied: they cannot be decoded',
};

const { stage, from, table, check } = fromCommandLine(COMMAND).options;
runCommand(async () => {
  const tableName = table ?? (await tableOf(stage));
  if (tableName === from)
    throw new OperatorError('--from names the live table itself. Name the restored table.');
  const client = dynamoDBClient();
  const needs = { ...lostAndRestored({ client, tableName }, { client, tableName: from }), clock, random };
  const report = await bringBack(check ? onlyAsking(needs) : needs);
  if (check) process.stdout.write('Nothing was written. Without --check the command would report:\n');
  for (const [fate, says] of Object.entries(SAYS))
    process.stdout.write(`${String(report[fate as keyof BringBackReport]).padStart(9)} ${says}\n`);
});
