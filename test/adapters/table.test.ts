/**
 * The table's contract, against every DynamoDB that this machine has.
 * Covers src/aws/table/act-counters.ts, src/aws/calls-table/call-reads.ts, src/aws/table/activity.ts, src/aws/table/app-health.ts,
 * src/aws/table/connections.ts, src/aws/table/consent-sessions.ts, src/aws/table/create-table.ts,
 * src/aws/table/data-keys.ts, src/aws/table/decode.ts, src/aws/table/encode.ts, src/aws/table/expression.ts, src/aws/table/item-keys.ts,
 * src/aws/table/oauth-apps.ts, src/aws/table/public-reads.ts, src/aws/table/query.ts, src/aws/table/records.ts,
 * src/aws/sweeps/sealed-rows.ts, src/aws/table/servers.ts, src/aws/table/shapes.ts, src/aws/calls-table/tool-calls.ts,
 * src/aws/table/workspace-marks.ts.
 */
import { presentBackends } from '../backends/backend.ts';
import { dynalite } from '../backends/dynalite.ts';
import { dynamoDBLocal } from '../backends/dynamodb-local.ts';
import { moto } from '../backends/moto.ts';
import { describeTable } from './table.contract.ts';

for (const backend of presentBackends('table', [dynalite, moto, dynamoDBLocal])) describeTable(backend);
