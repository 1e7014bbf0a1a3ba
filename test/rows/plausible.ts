/**
 * For every attribute of every kind of row, values that another row might have. The compiler asks for each attribute of each
 * record, so that none is forgotten here.
 */

import type {
  ActCount,
  Activity,
  AppHealth,
  AppPolicy,
  Connection,
  ConsentSession,
  DataKeyRecord,
  GrantMark,
  KnownPerson,
  OAuthApp,
  Places,
  SeenTools,
  ServerRecord,
  StepUp,
  ToolCall,
} from '../../src/broker/records.ts';
import { CONSENT_FAILURES, CONSENT_STATUSES, DATA_KEY_STATES } from '../../src/broker/records.ts';
import type { WorkspaceMark } from '../../src/broker/stores.ts';
import { ACTIVITY_OUTCOMES, ACTIVITY_TYPES } from '../../src/contract/activity.ts';
import { ALLOWED_APPS } from '../../src/contract/environment.ts';
import { TOOL_CALL_OUTCOMES } from '../../src/contract/injection-messages.ts';
import { CONNECTION_STATUSES, STATUS_REASONS } from '../../src/contract/statuses.ts';
import { PLACES, type PlaceName } from '../../src/contract/table.ts';
import { server } from '../adapters/samples.ts';
import {
  BYTES,
  CLIENTS,
  COUNTS,
  CUSTOM,
  HASHES,
  HOUR,
  IDS,
  OWNERS,
  PEOPLE,
  PLACE_TEXTS,
  PROVIDERS,
  RECEIPT,
  REMOTE_CLIENT,
  SCOPES,
  TIMES,
  URIS,
  VARIABLES,
} from './plausible-values.ts';
import type { Kind } from './row.ts';
import { START } from './stage.ts';

type Values<R> = { [K in keyof R]-?: readonly NonNullable<R[K]>[] };
interface Records {
  connection: Connection;
  consentSession: ConsentSession;
  oauthApp: OAuthApp;
  server: ServerRecord;
  appPolicy: AppPolicy;
  appHealth: AppHealth;
  places: Places;
  grantMark: GrantMark;
  clientHolder: { at: number };
  stepUp: StepUp;
  seenTools: SeenTools;
  dataKey: DataKeyRecord;
  toolCall: ToolCall;
  activity: Activity;
  person: KnownPerson;
  acts: ActCount;
  workspaceMark: WorkspaceMark;
}

export const PLAUSIBLE: { [K in Kind]: Values<Records[K]> } = {
  connection: {
    uid: IDS,
    provider: PROVIDERS,
    appOwner: OWNERS,
    appVersion: COUNTS,
    appUid: IDS,
    clientId: CLIENTS,
    redirectUri: URIS,
    variables: VARIABLES,
    facts: [{}, { instanceHost: 'globex.my.salesforce.com' }, { instanceHost: 'evil.example' }],
    apiHosts: [[], ['evil.example'], ['api.crm.globex.example']],
    tokenHeader: [
      { name: 'X-Token', value: '{accessToken}' },
      { name: 'Host', value: 'evil.example' },
      { name: 'Authorization', value: 'Bearer {accessToken}' },
    ],
    status: CONNECTION_STATUSES,
    reason: STATUS_REASONS,
    accountLabel: ['mallory@account.example'],
    tenants: [[], [{ facts: { instanceHost: 'evil.example' }, label: 'Globex' }]],
    choiceUntil: TIMES,
    tenantLabel: ['Globex'],
    displayName: ['Globex Sales'],
    accountFingerprint: HASHES,
    accountKey: HASHES,
    connectedBy: PEOPLE,
    connectedAt: TIMES,
    requestedScopes: SCOPES,
    grantedScopes: SCOPES,
    accessExpiresAt: TIMES,
    unverifiedAt: TIMES,
    refreshExpiresAt: TIMES,
    idleUntil: TIMES,
    warnedAt: TIMES,
    epoch: COUNTS,
    generation: COUNTS,
    tokensStoredBy: IDS,
    destination: BYTES,
    sealedAccess: BYTES,
    sealedRefresh: BYTES,
    leaseId: IDS,
    leaseUntil: TIMES,
    answerBy: TIMES,
    attemptId: IDS,
    attemptAt: TIMES,
    nextAttemptAt: TIMES,
    failures: COUNTS,
    refreshedAt: TIMES,
    answeredAt: TIMES,
    lastUsedHour: [1, 500_000],
    dueShard: ['due#0', 'due#7', 'due#99'],
    dueAt: TIMES,
    appKey: ['globex/google/1', 'verified/google/1', 'acme/google/1'],
    settledAttempts: [[], IDS],
    receipt: [RECEIPT, { ...RECEIPT, revocation: { outcome: 'revoked' } }],
    revokeUntil: TIMES,
  },
  consentSession: {
    status: CONSENT_STATUSES,
    workspaceId: ['acme', 'globex', 'initech'],
    starter: PEOPLE,
    connectionId: ['google', 'google~second', 'salesforce', 'zendesk', 'github', 'custom~crm'],
    connectionUid: IDS,
    provider: PROVIDERS,
    appOwner: OWNERS,
    appVersion: COUNTS,
    appUid: IDS,
    clientId: CLIENTS,
    redirectUri: URIS,
    variables: VARIABLES,
    requestedScopes: SCOPES,
    expectedIssuer: ['https://evil.example', 'https://accounts.google.com'],
    issuerRequired: [true, false],
    mayReplaceAccount: [true, false],
    connectionEpoch: COUNTS,
    destination: BYTES,
    sealedVerifier: BYTES,
    createdAt: TIMES,
    expiresAt: TIMES,
    completionHash: ['', 'A'.repeat(43)],
    codes: [[], ['x'], [null], [{ hash: 'x' }], [{ hash: 1 }], Array(9).fill({ hash: 'x', until: 5 })],
    revision: COUNTS,
    failure: CONSENT_FAILURES,
  },
  oauthApp: {
    uid: IDS,
    provider: PROVIDERS,
    version: COUNTS,
    clientId: CLIENTS,
    variables: VARIABLES,
    custom: [CUSTOM],
    remote: [REMOTE_CLIENT],
    lostAt: TIMES,
    createdAt: TIMES,
    secretSetAt: TIMES,
    secretSetBy: ['ada', 'mallory'],
    deletingAt: TIMES,
    destination: BYTES,
    seal: BYTES,
    sealedSecret: BYTES,
    sealedRegistration: BYTES,
  },
  server: {
    uid: IDS,
    url: ['https://evil.example/mcp'],
    remote: [REMOTE_CLIENT.server],
    registeringUntil: TIMES,
    registeredAt: TIMES,
    connectionId: ['google', 'google~sales'],
    registration: [server.registration, { ...server.registration, allowedHosts: ['evil.example'] }],
    destination: BYTES,
    seal: BYTES,
    createdAt: TIMES,
  },
  appPolicy: {
    allowed: ALLOWED_APPS,
    chosenAt: TIMES,
    destination: BYTES,
    seal: BYTES,
  },
  appHealth: {
    revision: COUNTS,
    trialUntil: TIMES,
    troubledUntil: TIMES,
    throttled: [[{ by: 'acme', account: 'a', until: 0 }]],
    pauseUntil: TIMES,
    reason: STATUS_REASONS,
    failing: [[], ['acme', 'globex', 'a', 'b', 'c']],
    refused: [[], ['acme', 'globex', 'a', 'b', 'c']],
    openings: COUNTS,
    alertedAt: TIMES,
    slowUntil: TIMES,
  },
  places: {
    turn: IDS,
    ...(Object.fromEntries(PLACES.map((name) => [name, PLACE_TEXTS])) as Record<PlaceName, string[]>),
  },
  grantMark: {
    until: TIMES,
    grant: HASHES,
    workspaceId: OWNERS,
    connectionId: PROVIDERS,
    epoch: COUNTS,
  },
  clientHolder: { at: TIMES },
  stepUp: {
    revision: COUNTS,
    asked: [[], [`${START}/1/asked/admin`, `${START + HOUR}/0/declined/repo`, 'nothing']],
    pages: [[], [START, START + HOUR]],
  },
  seenTools: {
    revision: COUNTS,
    seen: [[], [`${'A'.repeat(43)}/any`, 'nothing']],
    approved: [[], [`${'B'.repeat(43)}/any`, 'nothing']],
    changes: [[], [START, START + HOUR]],
  },
  dataKey: { version: COUNTS, wrapped: BYTES, state: DATA_KEY_STATES, createdAt: TIMES },
  toolCall: {
    at: TIMES,
    caller: PEOPLE,
    server: ['provider:google', 'crm'],
    tool: ['send'],
    connectionId: ['google', 'salesforce'],
    hosts: [['mcp.evil.example']],
    outcome: TOOL_CALL_OUTCOMES,
    missingScopes: [['a.b']],
    challengedScopes: [['c.d']],
    replayedAt: TIMES,
    trial: [true],
    connectionOf: ['person', 'workspace'],
  },
  activity: {
    at: TIMES,
    type: ACTIVITY_TYPES,
    connectionId: ['google'],
    provider: PROVIDERS,
    actor: ['mallory'],
    actorIssuer: ['https://idp.evil.example'],
    outcome: ACTIVITY_OUTCOMES,
    server: ['crm'],
    clientId: ['client-of-mallory'],
    version: COUNTS,
    addressesBefore: [['https://mcp.evil.example/mcp']],
    addressesAfter: [['https://mcp.evil.example/mcp']],
    operation: ['putMcpServer'],
    toolChanges: [[], [{ tool: 'send', before: 'A'.repeat(43), after: 'B'.repeat(43) }]],
    toolsChanged: COUNTS,
  },
  person: {
    issuer: ['https://idp.evil.example'],
    subject: ['mallory'],
    name: ['Ada', 'M\u202eallory'],
    seenAt: TIMES,
  },
  acts: { taken: [...COUNTS, 99, 100, 299, 300, 1_000_000] },
  workspaceMark: { deletedAt: TIMES, endedAt: TIMES },
};
