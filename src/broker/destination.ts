/**
 * Digests of what a row itself says of where its secrets go. A digest is associated data of the row's envelopes, so that an
 * edited row opens nothing (invariant I5). Constants of the catalogue are code and are not part of any digest: a release
 * that corrects one opens every row (T258). Pure.
 */
import { createHash } from 'node:crypto';
import { encodeParts } from '../vault/encode-parts.ts';
import { canonicalJson } from './canonical-json.ts';
import type { AppPolicy, Connection, ConsentSession, OAuthApp, ServerRecord } from './records.ts';

/** What the tokens of a connection are bound to. */
export type ConnectionDestination = Pick<
  Connection,
  | 'uid'
  | 'provider'
  | 'appOwner'
  | 'appVersion'
  | 'appUid'
  | 'clientId'
  | 'redirectUri'
  | 'variables'
  | 'facts'
  | 'apiHosts'
  | 'tokenHeader'
  | 'tenants'
  | 'accountKey'
  | 'accountFingerprint'
  | 'accessExpiresAt'
> & { canRefresh: boolean };

/** The digest of a connection as it is stored, or is about to be. */
export function connectionDestination(from: ConnectionDestination): Uint8Array {
  const { uid, provider, appOwner, appVersion, appUid, clientId, redirectUri, variables, facts } = from;
  const { apiHosts, tokenHeader, tenants, accountKey, accountFingerprint, accessExpiresAt, canRefresh } =
    from;
  const app = { appOwner, appVersion, appUid, clientId, redirectUri };
  const api = { variables, facts, apiHosts, tokenHeader, tenants };
  const account = { accountKey, accountFingerprint, accessExpiresAt, canRefresh };
  return digest('connection', { uid, provider, ...app, ...api, ...account });
}

/** The digest of a connection's row, out of its own attributes. */
export function destinationOf(record: Connection): Uint8Array {
  return connectionDestination({ ...record, canRefresh: record.sealedRefresh !== undefined });
}

/** The digest of a consent session: everything of it but what completions write. */
export function sessionDestination(session: ConsentSession): Uint8Array {
  const { status, sealedVerifier, destination, codes, revision, failure, ...fixed } = session;
  return digest('consent', fixed);
}

/** The digest of one version of an app: everything of it but its secret and the mark of its deletion. */
export function appDestination(app: Omit<OAuthApp, 'seal' | 'destination'>): Uint8Array {
  const { uid, provider, version, clientId, variables, custom, remote } = app;
  return digest('app', { uid, provider, version, clientId, variables, custom, remote });
}

/** The digest of a workspace's choice of OAuth apps. */
export function appPolicyDestination({
  allowed,
  chosenAt,
}: Pick<AppPolicy, 'allowed' | 'chosenAt'>): Uint8Array {
  return digest('app policy', { allowed, chosenAt });
}

/** The digest of what a workspace stores for an MCP server. */
export function serverDestination({
  uid,
  registration,
  url,
  remote,
  connectionId,
}: Omit<ServerRecord, 'destination' | 'seal' | 'createdAt'>): Uint8Array {
  return digest('server', { uid, registration, url, remote, connectionId });
}

/** The digest of a whole copy in the escrow. An attribute that it removes counts, too. */
export function copyDigest(copy: object): Uint8Array {
  return digest('escrow', asWritten(copy) as object);
}

/** Bytes and absence as JSON can say them. */
function asWritten(value: unknown): unknown {
  if (value === undefined) return null;
  if (value instanceof Uint8Array) return { base64: Buffer.from(value).toString('base64') };
  if (Array.isArray(value)) return value.map(asWritten);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, asWritten(member)]));
}

function digest(kind: string, fields: object): Uint8Array {
  const bytes = encodeParts(['connections/destination/1', kind, canonicalJson(fields)]);
  return new Uint8Array(createHash('sha256').update(bytes).digest());
}
