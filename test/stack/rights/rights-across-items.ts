/** Who may ask for what is not of one item type: indexes, scans, the table as a whole. */
import { SEALED_ATTRIBUTES } from '../../../src/contract/table.ts';
import { ACCOUNT, REGION } from '../resolve.ts';
import {
  about,
  CONNECT,
  type Context,
  ITEM_TYPES,
  onTable,
  REFRESH,
  ROTATE,
  SELECT,
  TICK,
} from './asking-the-table.ts';
import type { Right } from './right.ts';

export const INDEX_RIGHTS: Right[] = [
  {
    group: 'Indexes',
    name: 'query what is due',
    allowed: [REFRESH, TICK],
    requests: onTable('Query', [{ 'dynamodb:LeadingKeys': ['due#0'] }], 'due'),
  },
  {
    group: 'Indexes',
    name: 'query who shares an account',
    allowed: [CONNECT, REFRESH, TICK],
    requests: onTable('Query', [{ 'dynamodb:LeadingKeys': ['hash'] }], 'account'),
  },
];

/** A Scan tells no partition key. */
export const SCAN_RIGHTS: Right[] = [
  {
    group: 'Everything sealed',
    name: 'scan for envelopes',
    allowed: [ROTATE],
    requests: onTable('Scan', [envelopes()]),
  },
  {
    group: 'Everything sealed',
    name: 'scan for envelopes and whose they are',
    allowed: [],
    requests: onTable('Scan', [envelopes('accountLabel')]),
  },
  {
    group: 'Everything sealed',
    name: 'scan for whole items',
    allowed: [],
    requests: onTable('Scan', [{ 'dynamodb:Select': 'ALL_ATTRIBUTES' }, { 'dynamodb:Select': SELECT }, {}]),
  },
];
function envelopes(...more: string[]): Context {
  const attributes = ['generation', ...Object.values(SEALED_ATTRIBUTES).flat(), ...more];
  return { 'dynamodb:Attributes': ['pk', 'sk', ...attributes], 'dynamodb:Select': SELECT };
}

/** As willing as a request can be: everything that any condition asks for, for every item type, and without type. */
const WILLING: Context[] = [
  ...ITEM_TYPES.map((type) => about(type, { select: SELECT, returns: 'NONE' })),
  { 'dynamodb:Select': SELECT, 'dynamodb:ReturnValues': 'NONE' },
];
const TABLE = 'Table, as a whole';
const NEVER_ON_TABLE = [
  ...['BatchGetItem', 'BatchWriteItem', 'ConditionCheckItem'],
  ...['PartiQLSelect', 'PartiQLInsert', 'PartiQLUpdate', 'PartiQLDelete'],
  ...['DescribeTable', 'UpdateTable', 'DeleteTable', 'UpdateTimeToLive', 'PutResourcePolicy'],
  ...[
    'CreateBackup',
    'ExportTableToPointInTime',
    'RestoreTableToPointInTime',
    'EnableKinesisStreamingDestination',
  ],
];
const USED = ['GetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem'];

export const WHOLE_TABLE_RIGHTS: Right[] = [
  { group: TABLE, name: 'Scan', allowed: [ROTATE], requests: onTable('Scan', WILLING) },
  ...NEVER_ON_TABLE.map((action) => ({
    group: TABLE,
    name: action,
    allowed: [],
    requests: onTable(action, WILLING),
  })),
  ...['due', 'account'].map((index) => ({
    group: TABLE,
    name: `Scan of the index ${index}`,
    allowed: [],
    requests: onTable('Scan', WILLING, index),
  })),
  ...USED.flatMap((action) => [
    {
      group: TABLE,
      name: `${action} that gives IAM no partition key`,
      allowed: [],
      requests: onTable(action, WILLING.slice(-1)),
    },
    {
      group: TABLE,
      name: `${action} of an item type that does not exist`,
      allowed: [],
      requests: onTable(action, [{ ...WILLING[0], 'dynamodb:LeadingKeys': ['other#w1'] }]),
    },
    {
      group: TABLE,
      name: `${action} in another table`,
      allowed: [],
      requests: () =>
        WILLING.map((context) => ({
          action: `dynamodb:${action}`,
          resource: `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/Other`,
          context,
        })),
    },
  ]),
];
