/**
 * `npm run check-tables -- --table <name> --calls <name>`: compares existing tables with what a stage needs, before its
 * settings `tableName` and `callsTableName` point there (docs/restore.md). Changes nothing.
 */
import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { fromCommandLine } from '../command-line/from-command-line.ts';
import { text } from '../command-line/option.ts';
import { CALLS_TABLE, MAIN_TABLE, type TableDefinition } from '../src/aws/table/create-table.ts';
import { type DescribedTable, tableFaults } from './deploy/table-faults.ts';
import { OperatorError, runCommand } from './operator-error.ts';

const COMMAND = {
  call: 'npm run check-tables',
  description: 'Compares existing tables with what a stage needs, and changes nothing (docs/restore.md).',
  options: {
    table: text('<name>', 'The table for the setting tableName.'),
    calls: text('<name>', 'The table for the setting callsTableName.'),
  },
  notes: ['Exits 1 if something is missing.'],
};

async function describe(client: DynamoDBClient, TableName: string): Promise<DescribedTable> {
  const { Table: table = {} } = await client.send(new DescribeTableCommand({ TableName }));
  const { TimeToLiveDescription: life } = await client.send(new DescribeTimeToLiveCommand({ TableName }));
  const { ContinuousBackupsDescription: backups } = await client.send(
    new DescribeContinuousBackupsCommand({ TableName }),
  );
  return {
    table,
    ttl: life?.TimeToLiveStatus === 'ENABLED' ? life.AttributeName : undefined,
    hasPointInTimeRecovery: backups?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus === 'ENABLED',
  };
}

async function check(name: string, definition: TableDefinition, backups: boolean): Promise<boolean> {
  const client = new DynamoDBClient();
  const faults = tableFaults(await describe(client, name), { definition, backups });
  const says =
    faults.length > 0 ? faults.map((fault) => `  ${fault}`) : ['  It has everything that a stage needs.'];
  process.stdout.write(`${name}\n${says.join('\n')}\n`);
  return faults.length === 0;
}

const { table, calls } = fromCommandLine(COMMAND).options;
runCommand(async () => {
  if (!table && !calls) throw new OperatorError('Name a table with --table, or one of calls with --calls.');
  const sound = [
    table ? await check(table, MAIN_TABLE, true) : true,
    calls ? await check(calls, CALLS_TABLE, false) : true,
  ];
  if (sound.includes(false)) throw new OperatorError('Correct this before a stage uses the table.');
});
