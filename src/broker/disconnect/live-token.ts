/** Whether a revocation needs another access token than the row has, and how a disconnect gets one. */
import { pinnedFacts } from '../apps/oauth-app-credentials.ts';
import { accessEnd } from '../connection/about-to-expire.ts';
import { openTokens } from '../connection/open-tokens.ts';
import { errorName } from '../error-name.ts';
import { LIMITS } from '../limits.ts';
import type { Ports } from '../ports.ts';
import type { Connection } from '../records.ts';
import type { ConnectionKey } from '../stores.ts';

/**
 * What a refresh before the revocation brought: a row whose tokens can be revoked now; or the provider's word that the grant had
 * ended, with `isProved` if the refused token was the newest one; or nothing yet. `retryAfter` is in seconds.
 */
export type Freshened =
  | { outcome: 'live'; record: Connection }
  | { outcome: 'dead'; isProved: boolean }
  | { outcome: 'pending'; retryAfter?: number };

/** Refreshes a row that is being disconnected, under the lease. Only token-refresh and token-tick can. */
export type RefreshToRevoke = (key: ConnectionKey, record: Connection) => Promise<Freshened>;

/**
 * Whether the provider ends nothing for this row's access token: its definition asks for a live one, and by the expiry, which the
 * seals prove, it has run out. False where that cannot be read: the revocation itself then says why.
 */
export async function needsLiveToken(
  ports: Pick<Ports, 'catalogue' | 'apps' | 'vault' | 'clock'>,
  key: ConnectionKey,
  record: Connection,
): Promise<boolean> {
  if (!record.sealedRefresh || !hasRunOut(record, ports.clock.now())) return false;
  try {
    const revocation = (await pinnedFacts(ports, record))?.revocation;
    if (!revocation || revocation.kind === 'none' || revocation.needs !== 'live-access-token') return false;
    await openTokens(ports, key, record);
    return true;
  } catch {
    return false;
  }
}

/** Also a token that would run out while the revocation is on its way. */
function hasRunOut(record: Connection, now: number): boolean {
  const end = accessEnd(record);
  return !record.sealedAccess || (end !== undefined && end - now <= LIMITS.grantRevocation);
}

type HandOnPorts = Pick<Ports, 'connections' | 'revoker' | 'log'>;

/** Leaves the disconnect to token-refresh, which can refresh, and returns the record afterwards. A tick does what it does not. */
export async function handOn(
  ports: HandOnPorts,
  key: ConnectionKey,
  record: Connection,
): Promise<Connection> {
  try {
    await ports.revoker.revoke(key, record.epoch);
  } catch (error) {
    ports.log.error('refresh_out_of_reach', { ...key, error: errorName(error) });
  }
  return (await ports.connections.read(key)) ?? record;
}
