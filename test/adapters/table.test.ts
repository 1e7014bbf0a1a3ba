/** The table's contract, against every DynamoDB that this machine has. Covers src/aws/table. */
import { presentBackends } from '../backends/backend.ts';
import { dynalite } from '../backends/dynalite.ts';
import { dynamoDBLocal } from '../backends/dynamodb-local.ts';
import { moto } from '../backends/moto.ts';
import { describeTable } from './table.contract.ts';

for (const backend of presentBackends('table', [dynalite, moto, dynamoDBLocal])) describeTable(backend);
