/**
 * `npm run bring-back -- --stage <stage> --from <restored table>`: what the stage's table lost comes back out of a table
 * that was restored to an earlier time (docs/restore.md). `… --check`: only counts. Can be run again at any point.
 */
import { LambdaClient } from '@aws-sdk/client-lambda';
import { fromCommandLine } from '../command-line/from-command-line.ts';
import { flag, requiredText, text } from '../command-line/option.ts';
import { dynamoDBClient } from '../src/aws/dynamodb-client.ts';
import { lostAndRestored } from '../src/aws/sweeps/lost-and-restored.ts';
import { type BringBackPorts, type BringBackReport, bringBack } from '../src/broker/restore/bring-back.ts';
import type { Cursors } from '../src/broker/sweep/run-sweep.ts';
import { systemClock as clock } from '../src/system/clock.ts';
import { systemRandom as random } from '../src/system/random.ts';
import { OperatorError, runCommand } from './operator-error.ts';
import { storedProgress, tablesOf } from './restore-progress.ts';
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
    anew: flag('Begins at the first row, also where an earlier run broke off less than a day ago.'),
  },
  notes: [
    'The command can be stopped and run again at any point: a file in the current folder says where it goes on.',
  ],
};

async function tableOf(stage: string): Promise<string> {
  return (await findFunction(new LambdaClient(), stage, 'connect')).read('table');
}

/** The same questions, and nothing is written: no store of the live table, whichever there are, keeps a way to write. */
function onlyAsking({ live, ...needs }: BringBackPorts): BringBackPorts {
  const [add, change] = [async () => true, async () => false];
  const asking = Object.entries(live).map(([name, store]) => [
    name,
    { ...store, ...('add' in store && { add }), ...('change' in store && { change }) },
  ]);
  return { ...needs, live: Object.fromEntries(asking) };
}

/** A run that only counts is short of nothing when it begins again, and what an earlier one counted may be wrong by now. */
const NOT_STORED: Cursors<BringBackReport> = {
  read: async () => undefined,
  save: async () => undefined,
  forget: async () => undefined,
};

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

const { stage, from, table, check, anew } = fromCommandLine(COMMAND).options;
runCommand(async () => {
  const tableName = table ?? (await tableOf(stage));
  if (tableName === from)
    throw new OperatorError('--from names the live table itself. Name the restored table.');
  const client = dynamoDBClient();
  const needs = { ...lostAndRestored({ client, tableName }, { client, tableName: from }), clock, random };
  const progress = await storedProgress(await tablesOf(client, { live: tableName, restored: from }), {
    isAnew: anew,
  });
  if (!check && progress.begunAt !== undefined)
    process.stdout.write(`This goes on with a run that began at ${progress.begunAt}.\n`);
  const report = check
    ? await bringBack(onlyAsking(needs), NOT_STORED)
    : await bringBack(needs, progress.cursors);
  if (check) process.stdout.write('Nothing was written. Without --check the command would report:\n');
  for (const [fate, says] of Object.entries(SAYS))
    process.stdout.write(`${String(report[fate as keyof BringBackReport]).padStart(9)} ${says}\n`);
});
