/**
 * The DynamoDB type of every attribute of every record. The compiler holds each shape to its record, so an attribute
 * cannot be added there and forgotten here. A new one stays optional for as long as older items lack it.
 */
import type {
  Activity,
  AppHealth,
  Connection,
  ConsentSession,
  DataKeyRecord,
  OAuthApp,
  ServerRecord,
  ToolCall,
} from '../../broker/records.ts';
import type { ItemKey } from './item-keys.ts';

/** DynamoDB's own letters: string, number, bytes, boolean, list, map. */
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

/** A letter per attribute, followed by `?` where the record may lack it. */
export type Shape<R> = {
  readonly [K in keyof R]-?: undefined extends R[K] ? `${Letter<NonNullable<R[K]>>}?` : Letter<R[K]>;
};

export const ITEM_KEY: Shape<ItemKey> = { pk: 'S', sk: 'S' };

export const CONNECTION: Shape<Connection> = {
  provider: 'S',
  appOwner: 'S',
  appVersion: 'N',
  clientId: 'S',
  redirectUri: 'S?',
  variables: 'M?',
  facts: 'M?',
  apiHosts: 'L?',
  status: 'S',
  reason: 'S?',
  accountLabel: 'S?',
  accountFingerprint: 'S?',
  accountKey: 'S?',
  connectedBy: 'M',
  connectedAt: 'N',
  requestedScopes: 'L',
  grantedScopes: 'L',
  accessExpiresAt: 'N?',
  refreshExpiresAt: 'N?',
  idleUntil: 'N?',
  warnedAt: 'N?',
  epoch: 'N',
  generation: 'N',
  tokensStoredBy: 'S?',
  sealedAccess: 'B?',
  sealedRefresh: 'B?',
  leaseId: 'S?',
  leaseUntil: 'N?',
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
  receipt: 'M?',
  revokeUntil: 'N?',
};

export const WORKSPACE_MARK: Shape<{ deletedAt: number }> = { deletedAt: 'N' };

export const CONSENT_SESSION: Shape<ConsentSession> = {
  status: 'S',
  workspaceId: 'S',
  starter: 'M',
  connectionId: 'S',
  provider: 'S',
  appOwner: 'S',
  appVersion: 'N',
  clientId: 'S',
  redirectUri: 'S',
  variables: 'M?',
  requestedScopes: 'L',
  expectedIssuer: 'S',
  issuerRequired: 'BOOL',
  connectionEpoch: 'N',
  sealedVerifier: 'B?',
  createdAt: 'N',
  expiresAt: 'N',
  handleHash: 'B?',
  sealedCode: 'B?',
  returnedAt: 'N?',
  failure: 'S?',
};

export const OAUTH_APP: Shape<OAuthApp> = {
  provider: 'S',
  version: 'N',
  clientId: 'S',
  variables: 'M?',
  custom: 'M?',
  createdAt: 'N',
  secretSetAt: 'N',
  sealedSecret: 'B?',
};

export const SERVER: Shape<ServerRecord> = { registration: 'M', createdAt: 'N' };

export const APP_HEALTH: Shape<AppHealth> = {
  pauseUntil: 'N',
  reason: 'S',
  failing: 'L?',
  openings: 'N?',
  alertedAt: 'N?',
};

export const DATA_KEY: Shape<DataKeyRecord> = { version: 'N', wrapped: 'B', state: 'S', createdAt: 'N' };

export const TOOL_CALL: Shape<ToolCall> = {
  at: 'N',
  caller: 'M?',
  server: 'S',
  tool: 'S?',
  connectionId: 'S',
  outcome: 'S',
};

export const ACTIVITY: Shape<Activity> = {
  at: 'N',
  type: 'S',
  connectionId: 'S?',
  provider: 'S?',
  actor: 'S?',
  outcome: 'S?',
};

/** The part of a shape that an allow-list of attributes names. */
export function only<S extends object, K extends keyof S>(shape: S, attributes: readonly K[]): Pick<S, K> {
  return Object.fromEntries(attributes.map((name) => [name, shape[name]])) as Pick<S, K>;
}
