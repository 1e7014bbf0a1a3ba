/**
 * The records of the environment's table, flat: a field is an attribute of the same name. Times are integer
 * milliseconds since the epoch, unless the name says otherwise.
 */
import type { ActivityOutcome, ActivityType } from '../contract/activity.ts';
import type { CustomProvider } from '../contract/custom-provider.ts';
import type { ToolCallOutcome } from '../contract/injection-messages.ts';
import { CALLBACK_ERRORS, type ProblemCode } from '../contract/problems.ts';
import type { AllowedApps } from '../contract/resources/app-policy.ts';
import type { DisconnectReceipt } from '../contract/resources/receipt.ts';
import type { ServerRegistration } from '../contract/server-registration.ts';
import type { ConnectionStatus, StatusReason } from '../contract/statuses.ts';
import type { PlaceName } from '../contract/table.ts';

/** A person, by the issuer and subject of their token. */
export interface Person {
  issuer: string;
  subject: string;
}

/** One token pair of one account at one provider, belonging to a workspace. After a disconnect, its tombstone. */
export interface Connection {
  /** Names this connection and no later one of the same key. A consent after a disconnect makes a new one. */
  uid: string;
  provider: string;
  /** `verified`, or the workspace id for a BYO app. */
  appOwner: string;
  /** Version of the app that minted the tokens; every later step uses this one and no other. */
  appVersion: number;
  /** Names that version of the app and none that took its number after a deletion. */
  appUid: string;
  clientId: string;
  /** The redirect URI of the consent. Some providers require it again at each refresh. */
  redirectUri?: string;
  /** Values of the provider's variables, such as a subdomain. */
  variables?: Record<string, string>;
  /** Values of the provider's answer that calls need beside the token, such as an instance URL. */
  facts?: Record<string, string>;
  /** Hosts of a custom provider's API. For other providers the catalogue holds the hosts. */
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
  /** Absent: the provider gave no expiry. */
  accessExpiresAt?: number;
  /** Set when a restored connection came back: its access token counts as expired from then on. */
  unverifiedAt?: number;
  refreshExpiresAt?: number;
  /** When the refresh token ends if it is not used. Absent: the provider documents no such limit. */
  idleUntil?: number;
  /** When the warning was published that the grant ends soon. */
  warnedAt?: number;
  /** Rises with every completed consent and every disconnect, and with nothing else. */
  epoch: number;
  /** Rises with every store of tokens. Each store seals both tokens, also a refresh token that stays the same. */
  generation: number;
  /** Id of the write that stored the current tokens, so that a retried store recognises its own write. */
  tokensStoredBy?: string;
  /** SHA-256 over what this row says of where its tokens go (src/broker/destination.ts); associated data of both tokens. */
  destination?: Uint8Array;
  sealedAccess?: Uint8Array;
  sealedRefresh?: Uint8Array;
  /** The lease: the attempt that may call the provider now, and until when. */
  leaseId?: string;
  leaseUntil?: number;
  /** Until when the provider's answer to this attempt is expected: whoever waits for it waits no longer. */
  answerBy?: number;
  /**
   * The attempt mark: set before the provider is asked, cleared by its answer or by proof that the token was not spent. It stays
   * where the answer's own refresh token could not be carried.
   */
  attemptId?: string;
  attemptAt?: number;
  /** No refresh and no revocation is tried before this time. */
  nextAttemptAt?: number;
  /** Consecutive transient failures. */
  failures?: number;
  refreshedAt?: number;
  /** When the provider's answer with the current tokens arrived. */
  answeredAt?: number;
  /** Hours since the epoch; written at most once an hour. */
  lastUsedHour?: number;
  /** Partition and sort key of the due index, present while work is due at some time. */
  dueShard?: string;
  dueAt?: number;
  /** `owner/provider/version`, projected into the due index. */
  appKey?: string;
  /** Attempts whose copy in the escrow was settled, newest last: none is settled again. */
  settledAttempts?: string[];
  receipt?: DisconnectReceipt;
  /** When a pending revocation is given up. */
  revokeUntil?: number;
}

/** The statuses of a {@link ConsentSession}. Older releases also wrote `returned` and `completing`: such a session is over. */
export const CONSENT_STATUSES = ['started', 'ended', 'returned', 'completing'] as const;
/** One of {@link CONSENT_STATUSES}. */
export type ConsentStatus = (typeof CONSENT_STATUSES)[number];

/** Why a {@link ConsentSession} ended without a connection. */
export const CONSENT_FAILURES = [...CALLBACK_ERRORS, 'membership_ended'] as const;

/** An authorization code that a consent session has met. It is never sent again. */
export interface SpentCode {
  /** SHA-256 of session id and code, in base64url. */
  hash: string;
  /** Hash of the other person who brought it, so that it is never sent at all. Absent: the starter's own. */
  broughtBy?: string;
  /** When the completion that sends it has ended, whatever becomes of its process. */
  until?: number;
  /** How that completion ended: what the same person gets for the same code again. */
  outcome?: 'connected' | ProblemCode;
}

/** One consent from its start to its completion. Its key is the SHA-256 of the state. */
export interface ConsentSession {
  status: ConsentStatus;
  workspaceId: string;
  starter: Person;
  connectionId: string;
  /** `uid` of the connection that the completion will store. */
  connectionUid: string;
  provider: string;
  appOwner: string;
  appVersion: number;
  appUid: string;
  clientId: string;
  redirectUri: string;
  variables?: Record<string, string>;
  requestedScopes: string[];
  /** The issuer that an `iss` in the authorization response must equal (RFC 9207). */
  expectedIssuer: string;
  /** Whether a response without `iss` is refused. */
  issuerRequired: boolean;
  /** The connection's epoch at the start; 0 if the connection did not exist. */
  connectionEpoch: number;
  /** SHA-256 over all that stays as it was at the start; associated data of the verifier. */
  destination?: Uint8Array;
  sealedVerifier?: Uint8Array;
  createdAt: number;
  expiresAt: number;
  /** SHA-256 of the completion secret, in base64url. Only the tab that started the consent has the secret. */
  completionHash?: string;
  /** The codes that it has met: those that it sent, and those that others brought. */
  codes?: SpentCode[];
  /** Rises with every change, so that no change is judged by an older state. */
  revision?: number;
  failure?: (typeof CONSENT_FAILURES)[number];
}

/** The kinds of {@link GrantMark}. */
export const GRANT_MARK_KINDS = ['consent', 'revocation'] as const;
export type GrantMarkKind = (typeof GRANT_MARK_KINDS)[number];

/**
 * What is under way at one OAuth client and not yet, or no more, to be seen in a connection: a consent that exchanges a code, or
 * a revocation that ends a whole grant. It is not sealed, so it may only hold something back: whoever forges one delays a
 * revocation or refuses a consent, and whoever removes one gets what was there before there were marks.
 */
export interface GrantMark {
  /** Nothing comes of it after this time. */
  until: number;
  /**
   * The `accountKey` of connections of this grant; under that name the mark would be in the account index. Absent: the consent
   * does not know its account yet.
   */
  grant?: string;
  /** Of a consent: the connection that it will store, and the epoch that this connection will have. */
  workspaceId?: string;
  connectionId?: string;
  epoch?: number;
}

/** One version of an OAuth app. A verified app's secret is in Secrets Manager, a BYO app's is sealed here. */
export interface OAuthApp {
  /** Names this version of the app and none that takes its number after a deletion. */
  uid: string;
  provider: string;
  version: number;
  clientId: string;
  /** Values of the provider's variables that belong to this app. */
  variables?: Record<string, string>;
  /** The description of a workspace's own provider (`custom~name`), as the catalogue holds it for the others. */
  custom?: CustomProvider;
  createdAt: number;
  secretSetAt: number;
  /** When a deletion began: no consent starts or completes with the app. */
  deletingAt?: number;
  /** SHA-256 over what the row says of the app; associated data of seal and secret. */
  destination: Uint8Array;
  /** An empty envelope: whoever has no key cannot make it for another row. */
  seal: Uint8Array;
  sealedSecret?: Uint8Array;
}

/** Which OAuth apps an admin chose to allow in a workspace. The row is never deleted. */
export interface AppPolicy {
  allowed: AllowedApps;
  chosenAt: number;
  /** SHA-256 over the choice and its time; associated data of the seal. */
  destination: Uint8Array;
  /** An empty envelope: whoever has no key cannot make it for another choice. */
  seal: Uint8Array;
}

/** A workspace's own MCP server. */
export interface ServerRecord {
  /** Names this registration and no later one of the same id. */
  uid: string;
  registration: ServerRegistration;
  /** SHA-256 over uid and registration; associated data of the seal. */
  destination: Uint8Array;
  /** An empty envelope: whoever has no key cannot make it for another registration. */
  seal: Uint8Array;
  createdAt: number;
}

/** An account that a provider told to wait. */
export interface ThrottledAccount {
  /** The workspace for an app that many workspaces share, else the connection. */
  by: string;
  /** Hash of the provider's account; empty if it is not known. */
  account: string;
  until: number;
  /** It was one of those for whom the app rested: it makes the app rest again only after a success. */
  hasRested?: true;
}

/** What provider answers and failures say about one version of an app. All processes share it. */
export interface AppHealth {
  /** Rises with every write, so that no write is judged by an older state. Absent in items of older releases. */
  revision?: number;
  /** The app's provider is not asked before this time. */
  pauseUntil: number;
  reason: StatusReason;
  /** Connections or workspaces that met failures since the last answer. Enough of them open the breaker. */
  failing?: string[];
  /** Workspaces whose connections the provider refused by the client's name since then. Enough of them blame the app. */
  refused?: string[];
  /**
   * How often the breaker opened since the last answer. While present, only one request may try when the pause ends.
   */
  openings?: number;
  /** Until when one request tries, and all others wait. */
  trialUntil?: number;
  /** The same for connections whose last attempt failed. */
  troubledUntil?: number;
  /** Accounts that were told to wait since the last answer. */
  throttled?: ThrottledAccount[];
  /** When the one alert about a wrong configuration was published. */
  alertedAt?: number;
  /** Until when the app's provider counts as slow: refreshes on demand take places before they ask it. */
  slowUntil?: number;
}

/**
 * The places of one workspace. Each place that is taken is `<until>/<holder>/<app key>`: a text, since a condition can
 * compare it.
 */
export type Places = {
  /** Changes with every place that is taken: a condition on it is one on all places. */
  turn?: string;
} & { [K in PlaceName]?: string };

/** The states of a {@link DataKeyRecord}. */
export const DATA_KEY_STATES = ['current', 'retired'] as const;

/** One data key of the environment, wrapped by KMS. */
export interface DataKeyRecord {
  version: number;
  wrapped: Uint8Array;
  state: (typeof DATA_KEY_STATES)[number];
  createdAt: number;
}

/** Single-use mark and audit record of one injection. */
export interface ToolCall {
  at: number;
  /** The person of the caller token. Absent: the stage requires no caller token. */
  caller?: Person;
  server: string;
  tool?: string;
  /** Absent: the server is unknown, and so is its provider. */
  connectionId?: string;
  /**
   * Where the token could go: the host that the caller named, else all hosts of the registration. If `outcome` is a refusal, the
   * host that was asked for. Absent in items of older releases, and for a text that is no host.
   */
  hosts?: string[];
  outcome: ToolCallOutcome;
  /** When the id was presented again, for the first time. */
  replayedAt?: number;
}

/** One audit record of a workspace. */
export interface Activity {
  at: number;
  type: ActivityType;
  connectionId?: string;
  provider?: string;
  /** The subject and the issuer of the person who acted. Entries of older releases have no issuer. */
  actor?: string;
  actorIssuer?: string;
  /** Of a server or an app: a Problem's code if the change was refused. Absent: it was made, or its process died. */
  outcome?: ActivityOutcome;
  /** The id of a workspace's own MCP server. */
  server?: string;
  /** Of an own OAuth app: its client id and version. */
  clientId?: string;
  version?: number;
  /** Where a server or an app led before the change, and leads after it. Absent: there was none, or there is none. */
  addressesBefore?: string[];
  addressesAfter?: string[];
  /** The operation that was refused. */
  operation?: string;
}

/** How many acts one counter has counted. */
export interface ActCount {
  taken: number;
}
