/** Who may ask the table for what. */
import type { FunctionName } from '../../src/contract/environment.ts';
import {
  ACTIVITY_ATTRIBUTES,
  CALLBACK_ATTRIBUTES,
  CONNECTION_PUBLIC_ATTRIBUTES,
  type ItemType,
  OAUTH_APP_PUBLIC_ATTRIBUTES,
  PARTITION,
  SEALED_ATTRIBUTES,
  SERVER_ATTRIBUTES,
} from '../../src/contract/table.ts';
import type { Request } from './policy-evaluator.ts';
import { ACCOUNT, attribute, REGION } from './resolve.ts';
import type { Right } from './rights.ts';
import { onlyResource } from './stage-template.ts';

type Context = Request['context'];

const API = 'connections-api';
const CONNECT = 'connect';
const CALLBACK = 'oauth-callback';
const REFRESH = 'token-refresh';
const INJECTOR = 'token-injector';
const ROTATE = 'rotate-data-key';
const AUTHORIZER = 'token-authorizer';

const ITEM_TYPES = Object.keys(PARTITION) as ItemType[];
const SELECT = 'SPECIFIC_ATTRIBUTES';

/** Requests to the table or an index, with what DynamoDB tells IAM of them. */
function onTable(action: string, contexts: Context[], index?: string): Right['requests'] {
  return (template) => {
    const table = attribute(onlyResource(template, 'AWS::DynamoDB::Table')[0], 'Arn');
    const resource = index === undefined ? table : `${table}/index/${index}`;
    return contexts.map((context) => ({ action: `dynamodb:${action}`, resource, context }));
  };
}

interface Asking {
  /** Beside the keys, which every request names. */
  attributes?: readonly string[];
  select?: string;
  returns?: string;
}
function about(type: ItemType, { attributes = [], select, returns }: Asking = {}): Context {
  return {
    'dynamodb:LeadingKeys': [type === 'dataKey' ? PARTITION[type] : `${PARTITION[type]}w1`],
    'dynamodb:Attributes': ['pk', 'sk', ...attributes],
    ...(select !== undefined && { 'dynamodb:Select': select }),
    ...(returns !== undefined && { 'dynamodb:ReturnValues': returns }),
  };
}

interface ItemRights {
  group: string;
  get?: FunctionName[];
  query?: FunctionName[];
  update?: FunctionName[];
  remove?: FunctionName[];
  /** Queries for what the dashboard shows, and no more. */
  shown?: { attributes: readonly string[]; allowed: FunctionName[] };
}

const ITEMS: Record<ItemType, ItemRights> = {
  connection: {
    group: 'Connections',
    get: [CONNECT, REFRESH, INJECTOR, AUTHORIZER],
    query: [CONNECT, REFRESH],
    update: [CONNECT, REFRESH],
    shown: { attributes: CONNECTION_PUBLIC_ATTRIBUTES, allowed: [API, CONNECT, REFRESH] },
  },
  consentSession: {
    group: 'Consent sessions',
    get: [CONNECT],
    query: [CONNECT],
    update: [CONNECT],
    remove: [CONNECT],
  },
  oauthApp: {
    group: 'BYO apps',
    get: [CONNECT, REFRESH],
    query: [CONNECT, REFRESH],
    update: [CONNECT],
    remove: [CONNECT],
    shown: { attributes: OAUTH_APP_PUBLIC_ATTRIBUTES, allowed: [API, CONNECT, REFRESH] },
  },
  server: {
    group: 'MCP servers',
    get: [CONNECT, INJECTOR, AUTHORIZER],
    query: [CONNECT],
    update: [CONNECT],
    remove: [CONNECT],
    shown: { attributes: SERVER_ATTRIBUTES, allowed: [API, CONNECT] },
  },
  appHealth: { group: 'App health', get: [REFRESH], update: [REFRESH], remove: [CONNECT, REFRESH] },
  dataKey: {
    group: 'Data keys (wrapped)',
    get: [CONNECT, REFRESH, INJECTOR, ROTATE, AUTHORIZER],
    query: [CONNECT, REFRESH, INJECTOR, ROTATE, AUTHORIZER],
    update: [CONNECT, ROTATE],
    remove: [ROTATE],
  },
  toolCall: { group: 'Tool calls', update: [INJECTOR, AUTHORIZER] },
  activity: {
    group: 'Activity',
    get: [CONNECT],
    query: [CONNECT],
    update: [CONNECT, REFRESH],
    shown: { attributes: ACTIVITY_ATTRIBUTES, allowed: [API, CONNECT] },
  },
};

/** Every plain request about an item type. Updates are of an attribute that no allow-list has. */
function plain(type: ItemType): Right[] {
  const { group, get = [], query = [], update = [], remove = [], shown } = ITEMS[type];
  const of = (action: string, asking?: Asking) => onTable(action, [about(type, asking)]);
  const any = { attributes: ['anything'], returns: 'NONE' };
  return [
    { group, name: 'get a whole item', allowed: get, requests: of('GetItem') },
    { group, name: 'query whole items', allowed: query, requests: of('Query') },
    ...(shown ? [{ group, name: 'query what the dashboard shows', ...inPublic(type, shown) }] : []),
    { group, name: 'update any attribute', allowed: update, requests: of('UpdateItem', any) },
    { group, name: 'delete an item', allowed: remove, requests: of('DeleteItem') },
  ];
}
function inPublic(type: ItemType, { attributes, allowed }: NonNullable<ItemRights['shown']>) {
  return { allowed, requests: onTable('Query', [about(type, { attributes, select: SELECT })]) };
}

/** Requests that differ from a permitted one in a single thing. */
function special(
  type: ItemType,
  name: string,
  allowed: FunctionName[],
  [action, asking]: [string, Asking],
): Right {
  return { group: ITEMS[type].group, name, allowed, requests: onTable(action, [about(type, asking)]) };
}
const SEALED = [...CONNECTION_PUBLIC_ATTRIBUTES, 'sealedAccess'];
const SECRET = [...OAUTH_APP_PUBLIC_ATTRIBUTES, 'sealedSecret'];
const TOKENS = ['sealedAccess', 'sealedRefresh'];
const USE = ['lastUsedHour', 'dueAt', 'writeId', 'epoch', 'generation'];
const MARK = [...CALLBACK_ATTRIBUTES, 'writeId', 'ttl'];
const SPECIAL: Right[] = [
  special(
    'connection',
    'query with sealed tokens among the attributes',
    [CONNECT, REFRESH],
    ['Query', { attributes: SEALED, select: SELECT }],
  ),
  special(
    'connection',
    'query the same attributes without Select',
    [CONNECT, REFRESH],
    ['Query', { attributes: CONNECTION_PUBLIC_ATTRIBUTES }],
  ),
  special(
    'connection',
    'replace sealed tokens',
    [CONNECT, REFRESH, ROTATE],
    ['UpdateItem', { attributes: TOKENS }],
  ),
  special(
    'connection',
    'replace sealed tokens and the generation',
    [CONNECT, REFRESH],
    ['UpdateItem', { attributes: [...TOKENS, 'generation'], returns: 'NONE' }],
  ),
  special(
    'consentSession',
    'replace the sealed verifier',
    [CONNECT, ROTATE],
    ['UpdateItem', { attributes: ['sealedVerifier'], returns: 'NONE' }],
  ),
  special(
    'oauthApp',
    'replace the sealed secret',
    [CONNECT, ROTATE],
    ['UpdateItem', { attributes: ['sealedSecret'], returns: 'NONE' }],
  ),
  special(
    'connection',
    'note its use',
    [CONNECT, REFRESH, INJECTOR, AUTHORIZER],
    ['UpdateItem', { attributes: USE, returns: 'NONE' }],
  ),
  special(
    'connection',
    'note its use and be told the item',
    [CONNECT, REFRESH],
    ['UpdateItem', { attributes: USE, returns: 'ALL_NEW' }],
  ),
  special(
    'oauthApp',
    'query with the sealed secret among the attributes',
    [CONNECT, REFRESH],
    ['Query', { attributes: SECRET, select: SELECT }],
  ),
  special(
    'consentSession',
    'mark what the callback marks',
    [CALLBACK, CONNECT],
    ['UpdateItem', { attributes: MARK, returns: 'NONE' }],
  ),
  special(
    'consentSession',
    'mark it and be told the item',
    [CONNECT],
    ['UpdateItem', { attributes: MARK, returns: 'ALL_OLD' }],
  ),
  special(
    'consentSession',
    'change who started it',
    [CONNECT],
    ['UpdateItem', { attributes: ['starter'], returns: 'NONE' }],
  ),
];

const INDEXES: Right[] = [
  {
    group: 'Indexes',
    name: 'query what is due',
    allowed: [REFRESH],
    requests: onTable('Query', [{ 'dynamodb:LeadingKeys': ['due#0'] }], 'due'),
  },
  {
    group: 'Indexes',
    name: 'query who shares an account',
    allowed: [CONNECT, REFRESH],
    requests: onTable('Query', [{ 'dynamodb:LeadingKeys': ['hash'] }], 'account'),
  },
];

/** A Scan tells no partition key. */
const SCANS: Right[] = [
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
  ...['PutItem', 'BatchGetItem', 'BatchWriteItem', 'ConditionCheckItem'],
  ...['PartiQLSelect', 'PartiQLInsert', 'PartiQLUpdate', 'PartiQLDelete'],
  ...['DescribeTable', 'UpdateTable', 'DeleteTable', 'UpdateTimeToLive', 'PutResourcePolicy'],
  ...[
    'CreateBackup',
    'ExportTableToPointInTime',
    'RestoreTableToPointInTime',
    'EnableKinesisStreamingDestination',
  ],
];
const USED = ['GetItem', 'Query', 'UpdateItem', 'DeleteItem'];

const AS_A_WHOLE: Right[] = [
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
      name: `${action} that tells IAM no partition key`,
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

export const TABLE_RIGHTS: readonly Right[] = [
  ...ITEM_TYPES.flatMap((type) => [
    ...plain(type),
    ...SPECIAL.filter(({ group }) => group === ITEMS[type].group),
  ]),
  ...INDEXES,
  ...SCANS,
  ...AS_A_WHOLE,
];
