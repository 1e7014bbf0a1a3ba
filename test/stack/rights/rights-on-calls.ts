/** Who may ask the table of calls for what. */
import { CALL_ATTRIBUTES } from '../../../src/contract/table.ts';
import { ACCOUNT, REGION } from '../resolve.ts';
import {
  API,
  AUTHORIZER,
  aboutCalls,
  type Context,
  INJECTOR,
  onCalls,
  onTable,
  SELECT,
} from './asking-the-table.ts';
import type { Right } from './right.ts';

const group = 'Tool calls';
const MARKING = [INJECTOR, AUTHORIZER] as const;
const any = aboutCalls({ attributes: ['anything'], returns: 'NONE' });
const shown = aboutCalls({ attributes: CALL_ATTRIBUTES, select: SELECT });
const right = (
  name: string,
  allowed: readonly Right['allowed'][number][],
  [action, context]: [string, Context],
) => ({
  group,
  name,
  allowed: [...allowed],
  requests: onCalls(action, [context]),
});

/** As willing as a request can be. */
const WILLING = aboutCalls({ select: SELECT, returns: 'NONE' });
const NEVER = [
  ...['Scan', 'DeleteItem', 'GetItem', 'BatchGetItem', 'BatchWriteItem', 'PartiQLSelect', 'PartiQLInsert'],
  ...['DescribeTable', 'UpdateTable', 'DeleteTable', 'UpdateTimeToLive', 'CreateBackup', 'PutResourcePolicy'],
];

export const CALL_RIGHTS: readonly Right[] = [
  right('query what the dashboard shows', [API], ['Query', shown]),
  right('query whole items', [], ['Query', aboutCalls()]),
  right(
    'query an attribute that no list has',
    [],
    ['Query', aboutCalls({ attributes: ['other'], select: SELECT })],
  ),
  right('put a whole item', MARKING, ['PutItem', any]),
  right('update any attribute', MARKING, ['UpdateItem', any]),
  ...NEVER.map((action) => right(action, [], [action, WILLING])),
  ...['Query', 'PutItem', 'UpdateItem'].flatMap((action): Right[] => [
    right(
      `${action} of anything that is no call`,
      [],
      [action, { ...WILLING, 'dynamodb:LeadingKeys': ['conn#w1'] }],
    ),
    {
      group,
      name: `${action} of a call in the main table, as the release before does`,
      allowed: action === 'Query' ? [] : [...MARKING],
      requests: onTable(action, [WILLING]),
    },
    {
      group,
      name: `${action} in another table of calls`,
      allowed: [],
      requests: () => [
        {
          action: `dynamodb:${action}`,
          resource: `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/Other`,
          context: WILLING,
        },
      ],
    },
  ]),
];
