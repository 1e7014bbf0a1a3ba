/** A row of the table as whoever can write the table sees it, and what the adapter of the table makes of it. */
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { DamagedItem, decode } from '../../src/aws/table/decode.ts';
import {
  ACT_COUNT,
  ACTIVITY,
  APP_HEALTH,
  APP_POLICY,
  CLIENT_HOLDER,
  CONNECTION,
  CONSENT_SESSION,
  DATA_KEY,
  GRANT_MARK,
  OAUTH_APP,
  PERSON,
  PLACES_SHAPE,
  SEEN_TOOLS,
  SERVER,
  STEP_UP,
  TOOL_CALL,
  WORKSPACE_MARK,
} from '../../src/aws/table/shapes.ts';
import type { MemoryStores } from '../memory/memory-stores.ts';

/** The kinds of rows, each with the shape of its attributes and the store that has it. */
export const KINDS = {
  connection: { shape: CONNECTION, store: 'connections' },
  consentSession: { shape: CONSENT_SESSION, store: 'sessions' },
  oauthApp: { shape: OAUTH_APP, store: 'apps' },
  server: { shape: SERVER, store: 'serverRecords' },
  appPolicy: { shape: APP_POLICY, store: 'appPolicies' },
  appHealth: { shape: APP_HEALTH, store: 'appHealth' },
  places: { shape: PLACES_SHAPE, store: 'places' },
  dataKey: { shape: DATA_KEY, store: 'dataKeys' },
  toolCall: { shape: TOOL_CALL, store: 'toolCalls' },
  activity: { shape: ACTIVITY, store: 'activity' },
  person: { shape: PERSON, store: 'people' },
  acts: { shape: ACT_COUNT, store: 'acts' },
  grantMark: { shape: GRANT_MARK, store: 'grantMarks' },
  clientHolder: { shape: CLIENT_HOLDER, store: 'clientHolders' },
  stepUp: { shape: STEP_UP, store: 'stepUps' },
  seenTools: { shape: SEEN_TOOLS, store: 'seenTools' },
  workspaceMark: { shape: WORKSPACE_MARK, store: 'workspaceMarks' },
} as const satisfies Record<string, { shape: object; store: keyof MemoryStores }>;
export type Kind = keyof typeof KINDS;

export type Attributes = Record<string, unknown>;

export interface Row {
  kind: Kind;
  key: object;
  record: Attributes;
}

/** The record that the adapter reads. Undefined: it refuses the item as damaged. */
export function asRead({ kind, record }: Row): Attributes | undefined {
  const item = Object.fromEntries(
    Object.entries(record).flatMap(([name, value]) => (value === undefined ? [] : [[name, typed(value)]])),
  );
  try {
    return decode<Attributes>(KINDS[kind].shape as never, item);
  } catch (error) {
    if (error instanceof DamagedItem) return undefined;
    throw error;
  }
}

/** As the wire has it. `marshall` of the SDK loses a member `__proto__`; whoever sends the request by hand does not. */
function typed(value: unknown): AttributeValue {
  if (typeof value === 'string') return { S: value };
  if (typeof value === 'number') return { N: String(value) };
  if (typeof value === 'boolean') return { BOOL: value };
  if (value instanceof Uint8Array) return { B: value };
  if (Array.isArray(value)) return { L: value.map(typed) };
  if (typeof value !== 'object' || value === null) return { NULL: true };
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return { M: Object.fromEntries(members.map(([name, member]) => [name, typed(member)])) };
}
