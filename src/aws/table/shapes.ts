/**
 * The DynamoDB type of every attribute of every record. The compiler checks each shape against its record, so a new attribute
 * cannot be forgotten here. A new attribute stays optional as long as older items do not have it.
 */
import {
  type ActCount,
  type Activity,
  type AppHealth,
  type AppPolicy,
  type ClientHolder,
  CONSENT_FAILURES,
  CONSENT_STATUSES,
  type Connection,
  type ConsentSession,
  DATA_KEY_STATES,
  type DataKeyRecord,
  type GrantMark,
  type KnownPerson,
  type OAuthApp,
  type Places,
  RESTORING_STATES,
  type Restoring,
  type SeenTools,
  type ServerRecord,
  type StepUp,
  type SweepCursor,
  type ToolCall,
} from '../../broker/records.ts';
import type { WorkspaceMark } from '../../broker/stores.ts';
import { ACTIVITY_OUTCOMES, ACTIVITY_TYPES } from '../../contract/activity.ts';
import { ALLOWED_APPS } from '../../contract/environment.ts';
import { TOOL_CALL_OUTCOMES } from '../../contract/injection-messages.ts';
import { CONNECTION_STATUSES, STATUS_REASONS } from '../../contract/statuses.ts';
import { PLACES, type PlaceName } from '../../contract/table.ts';
import type { ItemKey } from './item-keys.ts';

/** DynamoDB's type letters: string, number, bytes, boolean, list, map. */
type Letter<V> = V extends string
  ? 'S'
  : V extends number
    ? 'N'
    : V extends Uint8Array
      ? 'B'
      : V extends boolean
        ? 'BOOL'
        : V extends readonly unknown[]
          ? 'L'
          : 'M';

/** A string from a closed list. Any other string in the table is damage. */
export interface OneOf<V> {
  readonly oneOf: readonly V[];
  readonly optional?: true;
}

type IsClosedList<V> = [V] extends [string] ? (string extends V ? false : true) : false;

/** A type letter for each attribute, with `?` if it is optional; a closed list if the record has one. */
export type Shape<R> = {
  readonly [K in keyof R]-?: IsClosedList<NonNullable<R[K]>> extends true
    ? OneOf<NonNullable<R[K]>> & (undefined extends R[K] ? { optional: true } : unknown)
    : undefined extends R[K]
      ? `${Letter<NonNullable<R[K]>>}?`
      : Letter<R[K]>;
};

export const ITEM_KEY: Shape<ItemKey> = { pk: 'S', sk: 'S' };

export const CONNECTION: Shape<Connection> = {
  uid: 'S',
  provider: 'S',
  appOwner: 'S',
  appVersion: 'N',
  appUid: 'S',
  clientId: 'S',
  redirectUri: 'S?',
  variables: 'M?',
  facts: 'M?',
  apiHosts: 'L?',
  tokenHeader: 'M?',
  status: { oneOf: CONNECTION_STATUSES },
  reason: { oneOf: STATUS_REASONS, optional: true },
  accountLabel: 'S?',
  tenants: 'L?',
  choiceUntil: 'N?',
  tenantLabel: 'S?',
  displayName: 'S?',
  accountFingerprint: 'S?',
  accountKey: 'S?',
  connectedBy: 'M',
  connectedAt: 'N',
  requestedScopes: 'L',
  grantedScopes: 'L',
  accessExpiresAt: 'N?',
  unverifiedAt: 'N?',
  refreshExpiresAt: 'N?',
  idleUntil: 'N?',
  warnedAt: 'N?',
  epoch: 'N',
  generation: 'N',
  tokensStoredBy: 'S?',
  destination: 'B?',
  sealedAccess: 'B?',
  sealedRefresh: 'B?',
  leaseId: 'S?',
  leaseUntil: 'N?',
  answerBy: 'N?',
  attemptId: 'S?',
  attemptAt: 'N?',
  nextAttemptAt: 'N?',
  failures: 'N?',
  refreshedAt: 'N?',
  answeredAt: 'N?',
  lastUsedHour: 'N?',
  dueShard: 'S?',
  dueAt: 'N?',
  appKey: 'S?',
  settledAttempts: 'L?',
  receipt: 'M?',
  revokeUntil: 'N?',
};

export const WORKSPACE_MARK: Shape<WorkspaceMark> = { deletedAt: 'N', endedAt: 'N?' };

export const CONSENT_SESSION: Shape<ConsentSession> = {
  status: { oneOf: CONSENT_STATUSES },
  workspaceId: 'S',
  starter: 'M',
  connectionId: 'S',
  connectionUid: 'S',
  provider: 'S',
  appOwner: 'S',
  appVersion: 'N',
  appUid: 'S',
  clientId: 'S',
  redirectUri: 'S',
  variables: 'M?',
  requestedScopes: 'L',
  expectedIssuer: 'S',
  issuerRequired: 'BOOL',
  mayReplaceAccount: 'BOOL?',
  connectionEpoch: 'N',
  destination: 'B?',
  sealedVerifier: 'B?',
  createdAt: 'N',
  expiresAt: 'N',
  completionHash: 'S?',
  codes: 'L?',
  revision: 'N?',
  failure: { oneOf: CONSENT_FAILURES, optional: true },
};

export const OAUTH_APP: Shape<OAuthApp> = {
  uid: 'S',
  provider: 'S',
  version: 'N',
  clientId: 'S',
  variables: 'M?',
  custom: 'M?',
  remote: 'M?',
  createdAt: 'N',
  secretSetAt: 'N',
  secretSetBy: 'S?',
  deletingAt: 'N?',
  destination: 'B',
  seal: 'B',
  sealedSecret: 'B?',
  sealedRegistration: 'B?',
  lostAt: 'N?',
};

export const APP_POLICY: Shape<AppPolicy> = {
  allowed: { oneOf: ALLOWED_APPS },
  chosenAt: 'N',
  destination: 'B',
  seal: 'B',
};

export const SERVER: Shape<ServerRecord> = {
  uid: 'S',
  registration: 'M?',
  url: 'S?',
  remote: 'M?',
  connectionId: 'S?',
  destination: 'B',
  seal: 'B',
  createdAt: 'N',
  registeringUntil: 'N?',
  registeredAt: 'N?',
};

export const APP_HEALTH: Shape<AppHealth> = {
  revision: 'N?',
  pauseUntil: 'N',
  reason: { oneOf: STATUS_REASONS },
  failing: 'L?',
  refused: 'L?',
  openings: 'N?',
  trialUntil: 'N?',
  troubledUntil: 'N?',
  throttled: 'L?',
  alertedAt: 'N?',
  slowUntil: 'N?',
};

export const PLACES_SHAPE: Shape<Places> = {
  turn: 'S?',
  ...(Object.fromEntries(PLACES.map((name) => [name, 'S?'])) as Record<PlaceName, 'S?'>),
};

export const GRANT_MARK: Shape<GrantMark> = {
  until: 'N',
  grant: 'S?',
  workspaceId: 'S?',
  connectionId: 'S?',
  epoch: 'N?',
};

export const CLIENT_HOLDER: Shape<ClientHolder> = { at: 'N' };

export const STEP_UP: Shape<StepUp> = { revision: 'N', asked: 'L', pages: 'L?' };

export const SEEN_TOOLS: Shape<SeenTools> = { revision: 'N', seen: 'L', approved: 'L', changes: 'L?' };

export const DATA_KEY: Shape<DataKeyRecord> = {
  version: 'N',
  wrapped: 'B',
  state: { oneOf: DATA_KEY_STATES },
  createdAt: 'N',
};

export const SWEEP_CURSOR: Shape<SweepCursor> = { cursor: 'B' };

export const RESTORING_MARK: Shape<Restoring> = { id: 'S', state: { oneOf: RESTORING_STATES } };

export const TOOL_CALL: Shape<ToolCall> = {
  at: 'N',
  caller: 'M?',
  server: 'S',
  tool: 'S?',
  connectionId: 'S?',
  hosts: 'L?',
  outcome: { oneOf: TOOL_CALL_OUTCOMES },
  missingScopes: 'L?',
  challengedScopes: 'L?',
  replayedAt: 'N?',
  trial: 'BOOL?',
  connectionOf: { oneOf: ['person', 'workspace'], optional: true },
};

export const ACTIVITY: Shape<Activity> = {
  at: 'N',
  type: { oneOf: ACTIVITY_TYPES },
  connectionId: 'S?',
  provider: 'S?',
  actor: 'S?',
  actorIssuer: 'S?',
  outcome: { oneOf: ACTIVITY_OUTCOMES, optional: true },
  server: 'S?',
  clientId: 'S?',
  version: 'N?',
  addressesBefore: 'L?',
  addressesAfter: 'L?',
  operation: 'S?',
  toolChanges: 'L?',
  toolsChanged: 'N?',
};

export const PERSON: Shape<KnownPerson> = { issuer: 'S', subject: 'S', name: 'S', seenAt: 'N' };

export const ACT_COUNT: Shape<ActCount> = { taken: 'N' };

/** The part of a shape with the listed attributes. */
export function only<S extends object, K extends keyof S>(shape: S, attributes: readonly K[]): Pick<S, K> {
  return Object.fromEntries(attributes.map((name) => [name, shape[name]])) as Pick<S, K>;
}
