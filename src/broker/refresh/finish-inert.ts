/**
 * Finishes a disconnect where tokens can be refreshed. A provider that ends nothing without a live access token gets a fresh
 * one: the new pair is sealed into the row, which stays `disconnecting` under its epoch, so a later try finds it there.
 */
import type { ConnectionRefreshReport } from '../../contract/refresh.ts';
import { pinnedFacts } from '../apps/oauth-app-credentials.ts';
import { finishDisconnect } from '../disconnect/finish-disconnect.ts';
import type { Freshened } from '../disconnect/live-token.ts';
import type { AppGate } from '../health/app-health.ts';
import { LIMITS } from '../limits.ts';
import type { Connection } from '../records.ts';
import type { ConnectionKey } from '../stores.ts';
import { clientKeyOf } from '../tokens/grant-marks.ts';
import { reachesFurther } from '../tokens/revoke-held-tokens.ts';
import { adoptCopies } from '../tokens/rotation-escrow.ts';
import { useOfGrant } from '../tokens/shared-grant.ts';
import type { RefreshInput, RefreshPorts } from './attempt.ts';
import { refreshInert } from './refresh-connection.ts';

/** Which connection, and whether a person waits. */
type InertInput = Pick<RefreshInput, 'key' | 'deadline' | 'isOnDemand'>;

/** Returns the record afterwards, like {@link finishDisconnect}. Rejects if the table fails. */
export async function finishInert(
  ports: RefreshPorts,
  input: InertInput,
  { record, gate }: { record: Connection; gate: AppGate },
): Promise<Connection> {
  const refreshToRevoke = (_key: ConnectionKey, each: Connection) =>
    freshened(ports, input, { record: each, gate });
  return finishDisconnect({ ...ports, refreshToRevoke }, input.key, await adopted(ports, input, record));
}

/** The record after a copy of an earlier attempt came into it. An escrow without an answer is met again by the revocation. */
async function adopted(ports: RefreshPorts, { key }: InertInput, record: Connection): Promise<Connection> {
  if (!record.attemptId || (record.leaseUntil ?? 0) > ports.clock.now()) return record;
  const isAdopted = await adoptCopies(ports, key).catch(() => false);
  return (isAdopted && (await ports.connections.read(key))) || record;
}

async function freshened(
  ports: RefreshPorts,
  input: InertInput,
  { record, gate }: { record: Connection; gate: AppGate },
): Promise<Freshened> {
  // With too little time left this process might end before the answer arrives (T103).
  if (hasNoTime(ports, input)) return { outcome: 'pending' };
  // The revocation itself says why nothing is sent.
  if (await isShared(ports, input.key, record)) return { outcome: 'live', record };
  const report = await refreshInert(ports, input, { record, gate });
  if (report.outcome === 'refreshed' || report.outcome === 'moved') return live(ports, input, record);
  if (report.outcome === 'dead') return { outcome: 'dead', isProved: isProof(record) };
  return { outcome: 'pending', retryAfter: secondsUntil(ports, record, report) };
}

/** The row as it is now. If it is no longer this disconnect's, or time is short, nothing is sent now. */
async function live(ports: RefreshPorts, input: InertInput, before: Connection): Promise<Freshened> {
  const record = await ports.connections.read(input.key);
  const isSame = record?.status === 'disconnecting' && record.epoch === before.epoch;
  return isSame && !hasNoTime(ports, input) ? { outcome: 'live', record } : { outcome: 'pending' };
}

function hasNoTime({ clock }: RefreshPorts, { deadline }: InertInput): boolean {
  return deadline - clock.now() < LIMITS.refreshTime;
}

/** A grant that other tokens use is not revoked, so a refresh would only disturb them. */
async function isShared(ports: RefreshPorts, key: ConnectionKey, record: Connection): Promise<boolean> {
  const facts = await pinnedFacts(ports, record);
  if (!facts || !reachesFurther(facts)) return false;
  const { accountKey, epoch, generation } = record;
  if (!accountKey) return true;
  const held = { key, epoch, generation, accountKey };
  return (await useOfGrant(ports, clientKeyOf(record), held)) === 'shared';
}

/**
 * A refused refresh token proves that nothing is alive only if it was the newest one: not after a lost answer, and not where
 * the row was brought back from a backup.
 */
function isProof({ attemptId, reason, unverifiedAt }: Connection): boolean {
  return attemptId === undefined && reason === undefined && unverifiedAt === undefined;
}

function secondsUntil(
  { clock }: RefreshPorts,
  { leaseUntil = 0 }: Connection,
  { outcome, retryAt }: ConnectionRefreshReport,
): number {
  const at = outcome === 'busy' ? Math.max(leaseUntil, clock.now() + LIMITS.lease) : (retryAt ?? 0);
  return Math.max(0, Math.ceil((at - clock.now()) / 1_000));
}
