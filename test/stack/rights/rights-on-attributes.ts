/** Who may see or change which attributes of an item. */
import type { FunctionName } from '../../../src/contract/environment.ts';
import {
  CONNECTION_PUBLIC_ATTRIBUTES,
  type ItemType,
  OAUTH_APP_PUBLIC_ATTRIBUTES,
} from '../../../src/contract/table.ts';
import {
  type Asking,
  AUTHORIZER,
  about,
  CONNECT,
  INJECTOR,
  onTable,
  REFRESH,
  ROTATE,
  SELECT,
  TICK,
} from './asking-the-table.ts';
import type { Right } from './right.ts';
import { ITEMS } from './rights-on-items.ts';

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
export const ATTRIBUTE_RIGHTS: Right[] = [
  special(
    'connection',
    'query with sealed tokens among the attributes',
    [CONNECT, REFRESH, TICK],
    ['Query', { attributes: SEALED, select: SELECT }],
  ),
  special(
    'connection',
    'query the same attributes without Select',
    [CONNECT, REFRESH, TICK],
    ['Query', { attributes: CONNECTION_PUBLIC_ATTRIBUTES }],
  ),
  special(
    'connection',
    'replace sealed tokens',
    [CONNECT, REFRESH, TICK, ROTATE],
    ['UpdateItem', { attributes: TOKENS }],
  ),
  special(
    'connection',
    'replace sealed tokens and the generation',
    [CONNECT, REFRESH, TICK],
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
    [CONNECT, REFRESH, TICK, INJECTOR, AUTHORIZER],
    ['UpdateItem', { attributes: USE, returns: 'NONE' }],
  ),
  special(
    'connection',
    'note its use and get the item back',
    [CONNECT, REFRESH, TICK],
    ['UpdateItem', { attributes: USE, returns: 'ALL_NEW' }],
  ),
  special(
    'oauthApp',
    'query with the sealed secret among the attributes',
    [CONNECT, REFRESH, TICK],
    ['Query', { attributes: SECRET, select: SELECT }],
  ),
  special(
    'consentSession',
    'change who started it',
    [CONNECT],
    ['UpdateItem', { attributes: ['starter'], returns: 'NONE' }],
  ),
];
