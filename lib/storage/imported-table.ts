/** Says at synth what a table must have that the stack uses and does not manage. `npm run check-tables` compares. */
import { Annotations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ACCOUNT_INDEX, DUE_INDEX, PARTITION_KEY, SORT_KEY, TTL } from '../../src/contract/table.ts';

const KEYS = `the partition key ${PARTITION_KEY} and the sort key ${SORT_KEY}, both texts`;
const LIFETIME = `time to live on ${TTL}`;
const INDEXES = [
  `the index ${DUE_INDEX.name} (partition key ${DUE_INDEX.partition}, a text; sort key ${DUE_INDEX.sort}, a number; it includes ${DUE_INDEX.projected.join(' and ')})`,
  `the index ${ACCOUNT_INDEX.name} (partition key ${ACCOUNT_INDEX.partition}, a text; keys only)`,
];
const PROTECTION = 'deletion protection';

/** What the main table of a stage must have. */
export const MAIN_TABLE_HAS = [KEYS, ...INDEXES, LIFETIME, PROTECTION, 'point-in-time recovery'];
/** What its table of calls must have. */
export const CALLS_TABLE_HAS = [KEYS, LIFETIME, PROTECTION];

export function sayWhatItMustHave(scope: Construct, tableName: string, has: readonly string[]): void {
  Annotations.of(scope).addInfo(
    `This stack does not manage the table ${tableName}, which must have ${has.join('; ')}. It must be in the stack's account and Region, without a resource policy that denies. npm run check-tables compares.`,
  );
}
