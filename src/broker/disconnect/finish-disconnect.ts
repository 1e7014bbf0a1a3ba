/**
 * The second half of a disconnect: revokes at the provider, then deletes the sealed tokens. It can be repeated until it
 * is done.
 */
import type { DisconnectReceipt } from '../../contract/resources/receipt.ts';
import { VaultError } from '../../vault/vault-error.ts';
import { recordActivity } from '../activity/record-activity.ts';
import { ForeignDestination } from '../apps/foreign-destination.ts';
import { pinnedFacts } from '../apps/oauth-app-credentials.ts';
import { isRemote } from '../apps/provider-kinds.ts';
import { retryAt } from '../connection/due-time.ts';
import { openTokens } from '../connection/open-tokens.ts';
import { LIMITS } from '../limits.ts';
import { newId } from '../new-id.ts';
import type { Ports } from '../ports.ts';
import { randomFraction } from '../random-fraction.ts';
import type { Connection } from '../records.ts';
import type { ConnectionKey } from '../stores.ts';
import { type RevocationReport, revokeHeldTokens } from '../tokens/revoke-held-tokens.ts';
import { type EscrowPorts, revokeCopies } from '../tokens/rotation-escrow.ts';
import { handOn, needsLiveToken, type RefreshToRevoke } from './live-token.ts';

/**
 * Only token-refresh may use the escrow, and only it refreshes. Without the escrow, a disconnect that needs it waits for the next
 * tick; without `refreshToRevoke`, one that needs a refresh is left to token-refresh.
 */
export type FinishPorts = Omit<EscrowPorts, 'escrow'> &
  Partial<Pick<EscrowPorts, 'escrow'> & Pick<Ports, 'revoker'>> & { refreshToRevoke?: RefreshToRevoke };

/** Returns the record afterwards: the tombstone, or a `disconnecting` record with a pending receipt. */
export async function finishDisconnect(
  ports: FinishPorts,
  key: ConnectionKey,
  record: Connection,
): Promise<Connection> {
  const { receipt } = record;
  if (record.status !== 'disconnecting' || !receipt) return record;
  const now = ports.clock.now();
  // Only after the refresh in flight has ended is it known which tokens are live.
  const { leaseUntil = now } = record;
  if (record.attemptId && (leaseUntil > now || !ports.escrow))
    return postpone(ports, key, record, Math.max(leaseUntil, now));
  const needsRefresh = await needsLiveToken(ports, key, record);
  const { refreshToRevoke, revoker } = ports;
  if (needsRefresh && !refreshToRevoke)
    return revoker ? handOn({ ...ports, revoker }, key, record) : postpone(ports, key, record, now);
  const report = await revoke(ports, key, { record, refresh: needsRefresh ? refreshToRevoke : undefined });
  const outOfTime = now >= (record.revokeUntil ?? 0);
  if (report.outcome === 'pending' && !outOfTime) {
    const { failures = 0 } = record;
    const next = retryAt({ now, failures, retryAfter: report.retryAfter, random: randomFraction(ports) });
    return postpone(ports, key, { ...record, failures: failures + 1 }, next);
  }
  return storeTombstone(
    ports,
    key,
    record,
    report.outcome === 'pending' ? { ...report, outcome: 'failed' } : report,
  );
}

/** Revokes the tokens in the escrow first: they are newer than those in the table and may be the live ones. */
async function revoke(
  ports: FinishPorts,
  key: ConnectionKey,
  { record, refresh }: { record: Connection; refresh: RefreshToRevoke | undefined },
): Promise<RevocationReport> {
  const { escrow } = ports;
  const escrowed =
    record.attemptId && escrow ? await revokeAllEscrowed({ ...ports, escrow }, key) : undefined;
  // While it is unknown whether newer tokens exist, the old one is not spent.
  if (refresh && escrowed?.outcome === 'pending') return escrowed;
  const held = refresh
    ? await refreshAndRevoke({ ...ports, refreshToRevoke: refresh }, key, { record, escrowed })
    : await revokeHeld(ports, key, record);
  return escrowed ? lessDone(escrowed, held) : held;
}

/** The provider ends nothing for the access token that the row has, so a new one comes first. */
async function refreshAndRevoke(
  ports: FinishPorts & { refreshToRevoke: RefreshToRevoke },
  key: ConnectionKey,
  { record, escrowed }: { record: Connection; escrowed: RevocationReport | undefined },
): Promise<RevocationReport> {
  const byHandAt = (await pinnedFacts(ports, record))?.revocation.byHandAt;
  const fresh = await ports.refreshToRevoke(key, record);
  if (fresh.outcome === 'live') return revokeHeld(ports, key, fresh.record);
  if (fresh.outcome === 'pending') return { ...fresh, byHandAt };
  // After a lost answer newer tokens may live on, unless they were the copy that was revoked just now.
  return { outcome: fresh.isProved || escrowed ? 'nothing_to_revoke' : 'failed', byHandAt };
}

/** Outcomes in order: the first leaves nothing to do, the last leaves most. */
const LEAST_DONE_LAST: RevocationReport['outcome'][] = [
  'nothing_to_revoke',
  'revoked',
  'unconfirmed',
  'not_supported',
  'left_shared_grant',
  'failed',
  'pending',
];

/** Of two reports, the one that leaves more to do: a receipt must not claim more than was done. */
function lessDone(one: RevocationReport, other: RevocationReport): RevocationReport {
  const rank = ({ outcome }: RevocationReport) => LEAST_DONE_LAST.indexOf(outcome);
  return rank(one) > rank(other) ? one : other;
}

/** Undefined: no copies exist. If that is unknown, the outcome is `pending`. */
async function revokeAllEscrowed(
  ports: EscrowPorts,
  key: ConnectionKey,
): Promise<RevocationReport | undefined> {
  try {
    const [first, ...others] = await revokeCopies(ports, key);
    return first && others.reduce((leastDone, report) => lessDone(report, leastDone), first);
  } catch {
    return { outcome: 'pending' };
  }
}

/** Its end is counted from our question, and the provider counted from its answer. Opening the tokens has proved the end. */
function isAccessOver(record: Connection, now: number): boolean {
  const { accessExpiresAt: end } = record;
  return end !== undefined && end + LIMITS.providerDeadline <= now;
}

async function revokeHeld(
  ports: FinishPorts,
  key: ConnectionKey,
  record: Connection,
): Promise<RevocationReport> {
  try {
    const tokens = await openTokens(ports, key, record);
    const { epoch, generation, accountKey, provider, accountFingerprint } = record;
    const otherThan = isRemote(provider) ? accountFingerprint : undefined;
    return await revokeHeldTokens(ports, {
      app: record,
      held: { key, epoch, generation, accountKey, otherThan },
      ...tokens,
      isAccessOver: isAccessOver(record, ports.clock.now()),
    });
  } catch (error) {
    // Bytes that do not open now will never open, and a row that names a foreign host stays so; every other failure may
    // pass (T164).
    const isUnopened = error instanceof VaultError && error.code === 'does_not_open';
    const hopeless = isUnopened || error instanceof ForeignDestination;
    const byHandAt = (await pinnedFacts(ports, record).catch(() => undefined))?.revocation.byHandAt;
    return { outcome: hopeless ? 'failed' : 'pending', byHandAt };
  }
}

/** Leaves the revocation to the tick after `until`, in milliseconds since the epoch. Returns the record with its pending receipt. */
export async function postpone(
  ports: Pick<FinishPorts, 'connections' | 'random'>,
  key: ConnectionKey,
  record: Connection,
  until: number,
): Promise<Connection> {
  const set = { dueAt: until, nextAttemptAt: until, failures: record.failures };
  const change = { expect: stillThis(record), set, writeId: newId(ports) };
  if (await ports.connections.change(key, change)) return { ...record, ...set };
  return (await ports.connections.read(key)) ?? record;
}

/** Stores the tombstone. It keeps counters, identity and receipt, and has no token bytes and no index entry. */
async function storeTombstone(
  ports: FinishPorts,
  key: ConnectionKey,
  record: Connection,
  { retryAfter: _, ...revocation }: RevocationReport,
): Promise<Connection> {
  const { requestedAt, requestedBy } = record.receipt as DisconnectReceipt;
  const tokensDeletedAt = new Date(ports.clock.now()).toISOString();
  const receipt: DisconnectReceipt = {
    requestedAt,
    ...(requestedBy !== undefined && { requestedBy }),
    revocation,
    tokensDeletedAt,
  };
  const set = { ...TOMBSTONE, receipt };
  const stored = await ports.connections.change(key, {
    expect: stillThis(record),
    set,
    writeId: newId(ports),
  });
  if (!stored) return (await ports.connections.read(key)) ?? record;
  await recordActivity(ports, key.workspaceId, {
    type: 'disconnected',
    connectionId: key.connectionId,
    provider: record.provider,
    ...(requestedBy !== undefined && { actor: requestedBy }),
    outcome: revocation.outcome,
  });
  return { ...record, ...set };
}

const TOMBSTONE = {
  status: 'disconnected' as const,
  reason: undefined,
  sealedAccess: undefined,
  sealedRefresh: undefined,
  tokensStoredBy: undefined,
  accountKey: undefined,
  tenants: undefined,
  choiceUntil: undefined,
  accessExpiresAt: undefined,
  refreshExpiresAt: undefined,
  dueShard: undefined,
  dueAt: undefined,
  nextAttemptAt: undefined,
  failures: undefined,
  leaseId: undefined,
  leaseUntil: undefined,
  answerBy: undefined,
  attemptId: undefined,
  attemptAt: undefined,
  revokeUntil: undefined,
};

function stillThis(record: Connection) {
  return { status: { is: 'disconnecting' as const }, epoch: { is: record.epoch } };
}
