/** What an operator sees who deploys a stage whose table has got another id: `npm run deploy` refuses. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CloudFormationClient, CreateChangeSetCommand } from '@aws-sdk/client-cloudformation';
import { DescribeTableCommand, DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { LASTING } from '../../src/contract/deployment/lasting.ts';
import { runToEnd } from './cdk.ts';
import { type Rehearsal, STACK, STAGE } from './rehearsal.ts';

const TABLE_ID = LASTING.find(({ path }) => path === 'Table/Table/Resource')?.id ?? '';

/** Answers what the command said of the table; throws if the table was touched. */
export async function otherTableIsRefused({ aws, deployed }: Rehearsal, assembly: string): Promise<string> {
  const changeSet = await prepare(await readFile(join(assembly, `${STACK}.template.json`), 'utf8'));
  const command = ['node', 'ops/deploy.ts', '--stage', STAGE, '--judge', changeSet];
  const told = await runToEnd(command, aws).catch((error: Error) => error.message);
  const sentence = told.split('\n').find((line) => line.includes(`${TABLE_ID} (AWS::DynamoDB::Table`));
  if (!sentence) throw new Error(`a deployment with an empty table was not refused: ${told.slice(-1_500)}`);
  await checkTables(deployed.connect.variables.CONNECTIONS_TABLE ?? '');
  // moto does not say that a function is updated in place, so the command does not rely on it.
  const named = [...told.matchAll(/^ {2}(\w+) \(AWS::/gm)].map(([, id]) => id).join(',');
  const allowing = await runToEnd([...command, '--allow', named], aws).catch(String);
  if (!allowing.includes('removes and replaces nothing'))
    throw new Error(`an operator who means it was refused: ${allowing.slice(-1_500)}`);
  return sentence.trim();
}

/**
 * A change set as the CDK CLI would prepare it if the table's construct were called MainTable. The checks at synth, which refuse
 * this, are not asked here; and moto fails where the CLI deletes an older change set before.
 */
async function prepare(template: string): Promise<string> {
  const client = new CloudFormationClient();
  const ChangeSetName = 'other-table';
  await client.send(
    new CreateChangeSetCommand({
      StackName: STACK,
      ChangeSetName,
      ChangeSetType: 'UPDATE',
      TemplateBody: template.replaceAll(`"${TABLE_ID}"`, '"ConnectionsMainTableCF30AF37"'),
      Capabilities: ['CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM'],
    }),
  );
  client.destroy();
  return ChangeSetName;
}

async function checkTables(live: string): Promise<void> {
  const client = new DynamoDBClient();
  const { Table } = await client.send(new DescribeTableCommand({ TableName: live }));
  const { TableNames = [] } = await client.send(new ListTablesCommand({}));
  client.destroy();
  if (Table?.TableStatus !== 'ACTIVE' || TableNames.some((name) => name.includes('MainTable')))
    throw new Error(`the tables are ${TableNames.join(', ')}`);
}
