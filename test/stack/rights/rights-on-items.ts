/** Who may get, query, update and delete whole items of each type. */
import type { FunctionName } from '../../../src/contract/environment.ts';
import {
  ACTIVITY_ATTRIBUTES,
  APP_POLICY_ATTRIBUTES,
  CONNECTION_PUBLIC_ATTRIBUTES,
  CONNECTION_USE_ATTRIBUTES,
  type ItemType,
  OAUTH_APP_PUBLIC_ATTRIBUTES,
  PERSON_ATTRIBUTES,
  SEEN_TOOLS_ATTRIBUTES,
  SERVER_ATTRIBUTES,
} from '../../../src/contract/table.ts';
import {
  API,
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

interface ItemRights {
  group: string;
  get?: FunctionName[];
  query?: FunctionName[];
  update?: FunctionName[];
  remove?: FunctionName[];
  /** Queries for what says whether a call would find it usable, and no more. */
  usable?: { attributes: readonly string[]; allowed: FunctionName[] };
  /** Queries for what the dashboard shows, and no more. */
  shown?: { attributes: readonly string[]; allowed: FunctionName[] };
}

export const ITEMS: Record<ItemType, ItemRights> = {
  connection: {
    group: 'Connections',
    get: [CONNECT, REFRESH, TICK, INJECTOR, AUTHORIZER],
    query: [CONNECT, REFRESH, TICK],
    update: [CONNECT, REFRESH, TICK],
    usable: {
      attributes: CONNECTION_USE_ATTRIBUTES,
      allowed: [API, CONNECT, REFRESH, TICK, INJECTOR, AUTHORIZER],
    },
    shown: { attributes: CONNECTION_PUBLIC_ATTRIBUTES, allowed: [API, CONNECT, REFRESH, TICK] },
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
    get: [CONNECT, REFRESH, TICK],
    query: [CONNECT, REFRESH, TICK],
    update: [CONNECT],
    remove: [CONNECT],
    shown: { attributes: OAUTH_APP_PUBLIC_ATTRIBUTES, allowed: [API, CONNECT, REFRESH, TICK] },
  },
  server: {
    group: 'MCP servers',
    get: [CONNECT, INJECTOR, AUTHORIZER],
    query: [CONNECT],
    update: [CONNECT],
    remove: [CONNECT],
    shown: { attributes: SERVER_ATTRIBUTES, allowed: [API, CONNECT, INJECTOR] },
  },
  clientHolder: {
    group: 'Holders of OAuth clients',
    get: [CONNECT],
    query: [CONNECT],
    update: [CONNECT],
    remove: [CONNECT],
  },
  appPolicy: {
    group: 'Choices of OAuth apps',
    get: [CONNECT],
    update: [CONNECT],
    shown: { attributes: APP_POLICY_ATTRIBUTES, allowed: [API] },
  },
  appHealth: {
    group: 'App health',
    get: [REFRESH, TICK],
    update: [REFRESH, TICK],
    remove: [CONNECT, REFRESH, TICK],
  },
  places: { group: 'Places', get: [CONNECT, REFRESH, TICK], update: [CONNECT, REFRESH, TICK] },
  dataKey: {
    group: 'Data keys (wrapped)',
    get: [CONNECT, REFRESH, TICK, INJECTOR, ROTATE, AUTHORIZER],
    query: [CONNECT, REFRESH, TICK, INJECTOR, ROTATE, AUTHORIZER],
    update: [CONNECT, ROTATE],
    remove: [ROTATE],
  },
  grantMark: {
    group: 'Marks of grants',
    query: [CONNECT, REFRESH, TICK],
    update: [CONNECT, REFRESH, TICK],
    remove: [CONNECT, REFRESH, TICK],
  },
  stepUp: { group: 'Scopes that servers asked for', get: [CONNECT, INJECTOR], update: [CONNECT, INJECTOR] },
  seenTools: {
    group: 'Tools that were seen',
    get: [CONNECT, INJECTOR],
    query: [CONNECT],
    update: [CONNECT, INJECTOR],
    remove: [CONNECT],
    shown: { attributes: SEEN_TOOLS_ATTRIBUTES, allowed: [API, CONNECT] },
  },
  activity: {
    group: 'Activity',
    update: [CONNECT, REFRESH, TICK, INJECTOR],
    shown: { attributes: ACTIVITY_ATTRIBUTES, allowed: [API] },
  },
  person: {
    group: 'Names of people',
    get: [CONNECT],
    query: [CONNECT],
    update: [CONNECT],
    remove: [CONNECT],
    shown: { attributes: PERSON_ATTRIBUTES, allowed: [API, CONNECT] },
  },
  acts: { group: 'Counts of acts', update: [CONNECT] },
  sweep: { group: 'Where sweeps stand', get: [ROTATE], update: [ROTATE], remove: [ROTATE] },
};

/** Every plain request about an item type. Updates are of an attribute that no allow-list has. */
export function plainRights(type: ItemType): Right[] {
  const { group, get = [], query = [], update = [], remove = [], usable, shown } = ITEMS[type];
  const of = (action: string, asking?: Asking) => onTable(action, [about(type, asking)]);
  const any = { attributes: ['anything'], returns: 'NONE' };
  return [
    { group, name: 'get a whole item', allowed: get, requests: of('GetItem') },
    { group, name: 'query whole items', allowed: query, requests: of('Query') },
    ...(usable ? [{ group, name: 'query what says whether it is usable', ...inPublic(type, usable) }] : []),
    ...(shown ? [{ group, name: 'query what the dashboard shows', ...inPublic(type, shown) }] : []),
    { group, name: 'put a whole item', allowed: [], requests: of('PutItem', any) },
    { group, name: 'update any attribute', allowed: update, requests: of('UpdateItem', any) },
    { group, name: 'delete an item', allowed: remove, requests: of('DeleteItem') },
  ];
}
function inPublic(type: ItemType, { attributes, allowed }: NonNullable<ItemRights['shown']>) {
  return { allowed, requests: onTable('Query', [about(type, { attributes, select: SELECT })]) };
}
