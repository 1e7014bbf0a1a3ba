/**
 * The records of the environment's table, flat: a field is an attribute of the same name. Times are integer
 * milliseconds since the epoch, unless the name says otherwise. The door of the records; the longer ones stand in files of their own.
 */
import type { CustomProvider } from '../contract/custom-provider.ts';
import type { AllowedApps } from '../contract/resources/app-policy.ts';
import type { DisconnectReceipt } from '../contract/resources/receipt.ts';
import type { RemoteClient, RemoteServer } from '../contract/servers/remote-server.ts';
import type { ServerRegistration } from '../contract/servers/server-registration.ts';
import type { ConnectionStatus, StatusReason } from '../contract/statuses.ts';
import type { ReadTenant } from '../oauth/provider.ts';
import type { Person } from './person.ts';

export * from './app-health-record.ts';
export * from './consent-session.ts';
export * from './person.ts';
export * from './records-of-use.ts';

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
  /** The header that carries the token to a custom provider's API, if it is not `Authorization: Bearer`. */
  tokenHeader?: { name: string; value: string };
  status: ConnectionStatus;
  reason?: StatusReason;
  accountLabel?: string;
  /** The tenants of which a person has to choose one. Until then no token is injected. */
  tenants?: ReadTenant[];
  /** When the connection is ended if nobody chose. */
  choiceUntil?: number;
  /** The tenant that the facts name, as a person recognises it. */
  tenantLabel?: string;
  /** What people call it, as one of them chose. It is shown, and nothing else is made of it. */
  displayName?: string;
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

/**
 * The scopes that one MCP server asked for with `insufficient_scope` within a day. It is not sealed, so it only decides
 * whether a refusal shows the page to grant them at: whoever forges one hides that page, or shows it once more.
 */
export interface StepUp {
  /** Rises with each write. */
  revision: number;
  /** `<time>/<epoch of the connection then>/<asked or declined>/<scope>`, see src/broker/servers/asked-scopes.ts. */
  asked: string[];
  /** When a page was shown for the first time. Absent in rows of older versions. */
  pages?: number[];
}

/** Who holds an OAuth client. It is not sealed: a row only keeps a remote server from getting that client. */
export interface ClientHolder {
  /** Milliseconds since the epoch. */
  at: number;
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
  /** The remote MCP server at whose authorization server this is a client (`remote~name`), and how it came to be one. */
  remote?: RemoteClient;
  createdAt: number;
  secretSetAt: number;
  /** The `sub` of the admin who set the secret last, for people to read. Absent in rows of older versions, and where no person did. */
  secretSetBy?: string;
  /** When a deletion began: no consent starts or completes with the app. */
  deletingAt?: number;
  /** SHA-256 over what the row says of the app; associated data of seal and secret. */
  destination: Uint8Array;
  /** An empty envelope: whoever has no key cannot make it for another row. */
  seal: Uint8Array;
  sealedSecret?: Uint8Array;
  /** RFC 7592 registration access token of a client that registered itself. */
  sealedRegistration?: Uint8Array;
  /** When its authorization server said that it does not know the client. It is not sealed: it only lets a consent register anew. */
  lostAt?: number;
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

/** What a workspace stores for an MCP server, by its id: a registration of its own, or its choices for a known server. */
export interface ServerRecord {
  /** Names this item and no later one of the same id. */
  uid: string;
  /** The workspace's own registration. Absent: the catalogue or the stage has the server. */
  registration?: ServerRegistration;
  /** Where the workspace runs a server of the catalogue. */
  url?: string;
  /** What discovery found of a remote server, whose registration is the workspace's own. */
  remote?: RemoteServer;
  /** The account whose token the server gets. Absent: the provider's default connection. */
  connectionId?: string;
  /** SHA-256 over all of these; associated data of the seal. */
  destination: Uint8Array;
  /** An empty envelope: whoever has no key cannot make it for another registration. */
  seal: Uint8Array;
  createdAt: number;
  /** Of a remote server: until when one process may register a client, and when one did so last. Neither is sealed. */
  registeringUntil?: number;
  registeredAt?: number;
}

/** The states of a {@link DataKeyRecord}. */
/** Where one segment of a sweep stands, sealed: whoever writes the table can lose it, and make none. */
export interface SweepCursor {
  /** An envelope of the current data key. It is no secret, and no rotation keeps it. */
  cursor: Uint8Array;
}

export const RESTORING_STATES = ['running', 'ended'] as const;

/** Whether rows come back out of a restored table, which may be sealed under older data keys. */
export interface Restoring {
  /** Another one each time that a restore begins or ends. */
  id: string;
  state: (typeof RESTORING_STATES)[number];
}

export const DATA_KEY_STATES = ['current', 'retired'] as const;

/** One data key of the environment, wrapped by KMS. */
export interface DataKeyRecord {
  version: number;
  wrapped: Uint8Array;
  state: (typeof DATA_KEY_STATES)[number];
  createdAt: number;
}
