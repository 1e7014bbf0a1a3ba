/**
 * The records of the environment's table, flat: a field is an attribute of the same name. Times are integer
 * milliseconds since the epoch, unless the name says otherwise.
 */
import type { ActivityOutcome, ActivityType } from '../contract/activity.ts';
import type { CustomProvider } from '../contract/custom-provider.ts';
import type { ToolCallOutcome } from '../contract/injection-messages.ts';
import type { CallbackError } from '../contract/problems.ts';
import type { DisconnectReceipt } from '../contract/receipt.ts';
import type { ServerRegistration } from '../contract/server-registration.ts';
import type { ConnectionStatus, StatusReason } from '../contract/statuses.ts';

/** A person, as the identity provider names them. */
export interface Person {
  issuer: string;
  subject: string;
}

/** One token pair of one account at one provider, belonging to a workspace. After a disconnect, its tombstone. */
export interface Connection {
  provider: string;
  /** `verified`, or the workspace id for a BYO app. */
  appOwner: string;
  /** Version of the app that minted the tokens; every later step uses this one and no other. */
  appVersion: number;
  clientId: string;
  /** Of the consent; some providers want it again at each refresh. */
  redirectUri?: string;
  /** Values of the provider's variables, such as a subdomain. */
  variables?: Record<string, string>;
  /** What calls need beside the token, as the provider told, such as an instance URL. */
  facts?: Record<string, string>;
  /** Hosts of a custom provider's API; the catalogue's are in its file. */
  apiHosts?: string[];
  status: ConnectionStatus;
  reason?: StatusReason;
  accountLabel?: string;
  /** Hash that recognises the same provider account again. */
  accountFingerprint?: string;
  /** Key of the account index: hash of environment, provider, client and account. */
  accountKey?: string;
  connectedBy: Person;
  connectedAt: number;
  requestedScopes: string[];
  grantedScopes: string[];
  /** Absent: the provider's tokens have no clock. */
  accessExpiresAt?: number;
  refreshExpiresAt?: number;
  /** Until then the refresh token lives without being used, where its provider documents such a limit. */
  idleUntil?: number;
  /** Somebody was told that the grant ends soon. */
  warnedAt?: number;
  /** Rises with every completed consent and every disconnect. Nothing else raises it. */
  epoch: number;
  /** Rises with every store of tokens. Both tokens are sealed anew, together. */
  generation: number;
  /** Who stored the current tokens, so that a retried store recognises itself. */
  tokensStoredBy?: string;
  sealedAccess?: Uint8Array;
  sealedRefresh?: Uint8Array;
  /** Who may call the provider now, and until when. */
  leaseId?: string;
  leaseUntil?: number;
  /** Set before the provider is asked to refresh, cleared by its answer or by proof that nothing was spent. */
  attemptId?: string;
  attemptAt?: number;
  /** No refresh and no revocation is tried before. */
  nextAttemptAt?: number;
  /** Consecutive transient failures. */
  failures?: number;
  refreshedAt?: number;
  /** When the provider's answer with the current tokens came. */
  answeredAt?: number;
  /** Hours since the epoch; written at most once an hour. */
  lastUsedHour?: number;
  /** Due index: present while there is something to do. */
  dueShard?: string;
  dueAt?: number;
  /** `owner/provider/version`, projected into the due index. */
  appKey?: string;
  receipt?: DisconnectReceipt;
  /** Pending revocation gives up then. */
  revokeUntil?: number;
}

export const CONSENT_STATUSES = ['started', 'returned', 'completing', 'ended'] as const;
export type ConsentStatus = (typeof CONSENT_STATUSES)[number];

/** One flow from start to completion. Its key is the SHA-256 of the state. */
export interface ConsentSession {
  status: ConsentStatus;
  workspaceId: string;
  starter: Person;
  connectionId: string;
  provider: string;
  appOwner: string;
  appVersion: number;
  clientId: string;
  redirectUri: string;
  variables?: Record<string, string>;
  requestedScopes: string[];
  /** The issuer that an `iss` in the authorization response must equal (RFC 9207). */
  expectedIssuer: string;
  /** Whether a response without `iss` is refused. */
  issuerRequired: boolean;
  /** The connection's epoch at the start; 0 where there was none. */
  connectionEpoch: number;
  sealedVerifier?: Uint8Array;
  createdAt: number;
  expiresAt: number;
  /** SHA-256 of the one-time handle that only the consenting browser received. */
  handleHash?: Uint8Array;
  /** The authorization code under a key that only the handle yields. */
  sealedCode?: Uint8Array;
  returnedAt?: number;
  failure?: CallbackError | 'initiator_mismatch';
}

/** One version of an OAuth app. A verified app's secret lies in Secrets Manager, a BYO app's is sealed here. */
export interface OAuthApp {
  provider: string;
  version: number;
  clientId: string;
  /** Values of the provider's variables that belong to this app. */
  variables?: Record<string, string>;
  /** A provider of the workspace's own (`custom~name`): what the catalogue holds of the others. */
  custom?: CustomProvider;
  createdAt: number;
  secretSetAt: number;
  sealedSecret?: Uint8Array;
}

export interface ServerRecord {
  registration: ServerRegistration;
  createdAt: number;
}

/** What an app's provider told all of its connections at once. */
export interface AppHealth {
  /** Nobody asks this app's provider before. */
  pauseUntil: number;
  reason: StatusReason;
  /** Who met faults since the last answer; when they are several, the breaker opens. */
  failing?: string[];
  /** How often the breaker opened without an answer in between; present: only one may try when the pause ends. */
  openings?: number;
  /** The one alert about a wrong configuration was given. */
  alertedAt?: number;
}

export const DATA_KEY_STATES = ['current', 'retired'] as const;

export interface DataKeyRecord {
  version: number;
  wrapped: Uint8Array;
  state: (typeof DATA_KEY_STATES)[number];
  createdAt: number;
}

/** Single-use mark and audit record of one injection. */
export interface ToolCall {
  at: number;
  /** Subject of the caller token, where one was given. */
  caller?: Person;
  server: string;
  tool?: string;
  connectionId: string;
  outcome: ToolCallOutcome;
}

export interface Activity {
  at: number;
  type: ActivityType;
  connectionId?: string;
  provider?: string;
  actor?: string;
  outcome?: ActivityOutcome;
}
