import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import middy from '@middy/core';
import { dynamoDBClient } from '../src/aws/dynamodb-client.ts';
import { kmsKeyWrapper } from '../src/aws/kms-key-wrapper.ts';
import { isEscrowEmpty } from '../src/aws/s3-escrow.ts';
import { isThrottled } from '../src/aws/sweeps/is-throttled.ts';
import { sealedRows } from '../src/aws/sweeps/sealed-rows.ts';
import { restoringStore, sweepCursorStore } from '../src/aws/sweeps/sweep-cursors.ts';
import { dataKeyStore } from '../src/aws/table/data-keys.ts';
import { answerRotation } from '../src/broker/data-key/answer-rotation.ts';
import { eventsOf } from './event-bus.ts';
import { lastResort } from './last-resort.ts';
import { clock, log, random, variablesOf } from './process.ts';
import { vaultOf } from './vault.ts';

const read = variablesOf('rotate-data-key');
const table = { client: dynamoDBClient(), tableName: read('table'), log };
const s3 = new S3Client();
const ports = {
  environment: read('stage'),
  dataKeys: dataKeyStore(table),
  rows: sealedRows(table),
  sweepCursors: sweepCursorStore(table),
  restoring: restoringStore(table),
  isThrottled,
  wrapper: kmsKeyWrapper(new KMSClient(), read('kmsKey')),
  events: eventsOf(read),
  openVault: () => vaultOf(read, table),
  isEscrowEmpty: () => isEscrowEmpty(s3, read('escrowBucket')),
  clock,
  random,
  log,
};

interface LambdaContext {
  getRemainingTimeInMillis(): number;
}

export const handler = middy((event: unknown, context: LambdaContext) =>
  answerRotation(ports, event, clock.now() + context.getRemainingTimeInMillis()),
).use(
  // The operator's command sees the failed invocation. The next invocation goes on from the stored cursors.
  lastResort((): unknown => new Error('rotate-data-key failed')),
);
