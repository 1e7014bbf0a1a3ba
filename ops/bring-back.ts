/**
 * `npm run bring-back -- --stage <stage> --from <restored table>`: what the stage's table lost comes back out of a table
 * that was restored to an earlier time (docs/restore.md). `… --check`: only counts. Can be run again at any point.
 */
import { parseArgs } from 'node:util';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { dynamoDBClient } from '../src/aws/dynamodb-client.ts';
import { lostAndRestored } from '../src/aws/table/lost-and-restored.ts';
import { type BringBackPorts, type BringBackReport, bringBack } from '../src/broker/restore/bring-back.ts';
import { systemClock as clock } from '../src/system/clock.ts';
import { systemRandom as random } from '../src/system/random.ts';
import { OperatorError, runCommand } from './operator-error.ts';
import { findFunction } from './stage-variables.ts';

const USAGE = `npm run bring-back -- --stage <stage> --from <restored table> [--check]
--table <name> is used instead of what the stage's functions are told.`;

function readArguments() {
  try {
    const text = { type: 'string' } as const;
    const options = { stage: text, from: text, table: text, check: { type: 'boolean' } } as const;
    const { stage, from, table, check } = parseArgs({ options }).values;
    if (stage && from) return { stage, from, table, check };
  } catch {
    // Told below.
  }
  throw new OperatorError(USAGE);
}

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
  known: 'rows are in the live table, and were left alone',
  back: 'rows came back as they were',
  verify: 'connections came back, and are refreshed before their next use',
  connect_again:
    'connections came back as to be connected again: what happened to them since is not known, or was a new consent',
  revoke: 'connections came back to be revoked: somebody disconnected them, and that was still to come',
  conflict:
    'DATA KEYS HAVE THE VERSION OF ANOTHER ONE IN THE LIVE TABLE: see docs/restore.md before anything else',
  deleted: 'rows stay away: somebody deleted them since, or nobody knows whether',
  damaged: 'rows do not decode, and were left',
};

runCommand(async () => {
  const { stage, from, table, check } = readArguments();
  const tableName = table ?? (await tableOf(stage));
  if (tableName === from) throw new OperatorError('That is the live table itself.');
  const client = dynamoDBClient();
  const needs = { ...lostAndRestored({ client, tableName }, { client, tableName: from }), clock, random };
  const report = await bringBack(check ? onlyAsking(needs) : needs);
  if (check) process.stdout.write('Nothing was written. It would be:\n');
  for (const [fate, says] of Object.entries(SAYS))
    process.stdout.write(`${String(report[fate as keyof BringBackReport]).padStart(9)} ${says}\n`);
});
