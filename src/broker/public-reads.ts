/** What the function of the API reads: nothing with sealed bytes. */
import type { CALL_NAMES, CONNECTION_USE_ATTRIBUTES, SEEN_TOOLS_ATTRIBUTES } from '../contract/table.ts';
import type { Keyed, Page } from './conditional-records.ts';
import type { ConnectionKey, PersonKey, ServerKey, ToolCallKey } from './keys.ts';
import type {
  Activity,
  AppPolicy,
  Connection,
  KnownPerson,
  OAuthApp,
  SeenTools,
  ServerRecord,
  ToolCall,
} from './records.ts';

/** Names some of the calls of a workspace and day: those whose id is in the bucket (src/broker/call-bucket.ts). */
export interface CallBucket extends Pick<ToolCallKey, 'workspaceId' | 'day'> {
  /** From 0 to `CALL_BUCKETS` - 1. */
  bucket: number;
}

/** What a call is counted by. */
export type CallNames = Pick<ToolCall, (typeof CALL_NAMES)[number]>;

/** Of a page of calls: how many, and the id before which it begins. Absent: the newest. */
export interface CallPaging {
  limit: number;
  before?: string | undefined;
}

/** Reads of calls by the API's function. */
export interface CallReads {
  /** Strongly consistent: a page opens right after a refusal. Undefined: nobody used the id in this workspace. */
  call(key: ToolCallKey): Promise<ToolCall | undefined>;
  /** Newest first by id. A damaged record is left out, so a page that is not the last one can be short. */
  calls(at: CallBucket, paging: CallPaging): Promise<Page<Keyed<ToolCallKey, ToolCall>>>;
  /** The same calls, only by their names. */
  names(at: CallBucket, paging: CallPaging): Promise<Page<CallNames>>;
}

/** Reads of the API's function. Code and IAM policy keep out every attribute with sealed bytes. */
export interface PublicReads {
  connections(workspaceId: string): Promise<Keyed<ConnectionKey, PublicConnection>[]>;
  connection(key: ConnectionKey): Promise<PublicConnection | undefined>;
  /** When an operator ended the person of a personal workspace. Undefined: nobody did. */
  personEndedAt(workspaceId: string): Promise<number | undefined>;
  /** All versions of the owner's app for one provider, newest first. */
  oauthApps(owner: string, provider: string): Promise<PublicOAuthApp[]>;
  /** The newest version of each app of the owner. */
  oauthAppsOf(owner: string): Promise<PublicOAuthApp[]>;
  /** Undefined: no admin has made a choice. */
  appPolicy(workspaceId: string): Promise<PublicAppPolicy | undefined>;
  servers(workspaceId: string): Promise<Keyed<ServerKey, PublicServer>[]>;
  /** Undefined: no list of the server's tools was seen. */
  seenTools(key: ServerKey): Promise<PublicSeenTools | undefined>;
  /** Also those whose time is over. */
  people(workspaceId: string): Promise<Keyed<PersonKey, KnownPerson>[]>;
  /**
   * Returns the newest entries first. `after` is the `next` of the page before: the id of the last entry of that page. Throws
   * TypeError for another text.
   */
  activity(workspaceId: string, limit: number, after?: string): Promise<Page<RecordedActivity>>;
}

/** The reads of token-injector for the list of a workspace's servers: nothing of them is proved, and an injection proves it. */
export interface ServerReads {
  servers(workspaceId: string): Promise<Keyed<ServerKey, PublicServer>[]>;
  /** Of all connections of the workspace. */
  uses(workspaceId: string): Promise<Keyed<ConnectionKey, UsableConnection>[]>;
}

/** What says whether a call would find a connection usable. */
export type UsableConnection = Pick<Connection, (typeof CONNECTION_USE_ATTRIBUTES)[number]>;

/** An entry of the activity with its id, a UUIDv7: entries sort by it. */
export type RecordedActivity = Activity & { id: string };

/** A connection without the attributes that the API's function cannot read. */
export type PublicConnection = Omit<
  Connection,
  | 'sealedAccess'
  | 'sealedRefresh'
  | 'accountFingerprint'
  | 'accountKey'
  | 'tokensStoredBy'
  | 'leaseId'
  | 'leaseUntil'
  | 'answerBy'
  | 'attemptId'
  | 'attemptAt'
  | 'failures'
  | 'dueShard'
  | 'appKey'
  | 'revokeUntil'
  | 'redirectUri'
  | 'apiHosts'
  | 'tokenHeader'
  | 'warnedAt'
  | 'answeredAt'
  | 'uid'
  | 'appUid'
  | 'destination'
  | 'unverifiedAt'
  | 'settledAttempts'
>;

/** An OAuth app without its secret. */
export type PublicOAuthApp = Omit<OAuthApp, 'sealedSecret' | 'sealedRegistration' | 'seal' | 'destination'>;

/** A choice as the dashboard's function sees it: not proved. */
export type PublicAppPolicy = Omit<AppPolicy, 'seal' | 'destination'>;

/** What a workspace stores for a server, as the dashboard's function sees it: not proved. */
export type PublicServer = Omit<ServerRecord, 'seal' | 'destination' | 'registeringUntil' | 'registeredAt'>;

/** What was seen of a server's tools, as the dashboard's function sees it. */
export type PublicSeenTools = Pick<SeenTools, (typeof SEEN_TOOLS_ATTRIBUTES)[number]>;
