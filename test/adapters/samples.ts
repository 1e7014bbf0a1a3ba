/** Records in their usual form. */
import { createHash } from 'node:crypto';
import type {
  Activity,
  AppPolicy,
  Connection,
  ConsentSession,
  DataKeyRecord,
  OAuthApp,
  ServerRecord,
  ToolCall,
} from '../../src/broker/records.ts';
import type { Addition, Change } from '../../src/broker/stores.ts';

export const connection: Connection = {
  uid: 'connection-1',
  provider: 'google',
  appOwner: 'verified',
  appVersion: 1,
  appUid: 'app-1',
  clientId: 'client-1',
  status: 'active',
  connectedBy: { issuer: 'https://issuer.example', subject: 'ann' },
  connectedAt: 1_700_000_000_000,
  requestedScopes: ['mail', 'calendar'],
  grantedScopes: ['mail'],
  epoch: 1,
  generation: 1,
};

export const consentSession: ConsentSession = {
  status: 'started',
  workspaceId: 'acme',
  starter: { issuer: 'https://issuer.example', subject: 'ann' },
  connectionId: 'google',
  connectionUid: 'connection-1',
  provider: 'google',
  appOwner: 'verified',
  appVersion: 1,
  appUid: 'app-1',
  clientId: 'client-1',
  redirectUri: 'https://connections.example/oauth/callback/google/verified',
  requestedScopes: ['mail'],
  expectedIssuer: 'https://accounts.example',
  issuerRequired: false,
  connectionEpoch: 0,
  destination: bytes(32),
  sealedVerifier: bytes(48),
  createdAt: 1_700_000_000_000,
  expiresAt: 1_700_000_600_000,
};

export const oauthApp: OAuthApp = {
  uid: 'app-1',
  provider: 'google',
  version: 1,
  clientId: 'own-client',
  createdAt: 1_700_000_000_000,
  secretSetAt: 1_700_000_000_000,
  secretSetBy: 'ada',
  destination: bytes(32),
  seal: bytes(33),
  sealedSecret: bytes(64),
};

export const appPolicy: AppPolicy = {
  allowed: 'own-only',
  chosenAt: 1_700_000_000_000,
  destination: bytes(32),
  seal: bytes(33),
};

export const server: ServerRecord & Required<Pick<ServerRecord, 'registration'>> = {
  uid: 'server-1',
  destination: bytes(32),
  seal: bytes(33),
  createdAt: 1_700_000_000_000,
  registration: {
    id: 'crm',
    name: 'CRM',
    provider: 'google',
    url: 'https://mcp.example/crm',
    allowedHosts: ['mcp.example'],
    placements: [{ in: 'header', name: 'Authorization', value: 'Bearer {accessToken}' }],
    removeHeaders: [],
    binding: 'request',
    discovery: false,
    scopes: [],
  },
};

export const dataKey: DataKeyRecord = {
  version: 1,
  wrapped: bytes(184),
  state: 'current',
  createdAt: 1_700_000_000_000,
};

export const toolCall: ToolCall = {
  at: 1_700_000_000_000,
  caller: { issuer: 'https://issuer.example', subject: 'ann' },
  server: 'crm',
  tool: 'find_contact',
  connectionId: 'google',
  outcome: 'injected',
  missingScopes: ['contacts.read'],
  challengedScopes: ['contacts.write'],
};

export const activity: Activity = {
  at: 1_700_000_000_000,
  type: 'connected',
  connectionId: 'google',
  provider: 'google',
  actor: 'ann',
  outcome: 'revoked',
};

/** The same bytes for the same length, every value from 0 to 255 among them when long enough. */
export function bytes(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => index % 256);
}

/** A UUIDv7 of the n-th millisecond of an arbitrary second. */
export function uuidV7(n: number): string {
  const time = (1_700_000_000_000 + n).toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-000000000000`;
}

export function sessionId(name: string): string {
  return createHash('sha256').update(name).digest('base64url');
}

let writes = 0;

/** An unconditional change under a fresh write id. */
export function put<R>(record: R): Change<R> {
  return { expect: {}, set: { ...record }, writeId: writeId() };
}

export function added<R>(record: R): Addition<R> {
  return { record, writeId: writeId() };
}

export function writeId(): string {
  writes += 1;
  return `write-${writes}`;
}
