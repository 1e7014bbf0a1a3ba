/**
 * Probes an access token without a refresh token after a call got a 401: one request to the provider's account
 * endpoint.
 */
import type { ConnectionRefreshReport } from '../../contract/refresh.ts';
import { probeToken } from '../../oauth/account/probe-token.ts';
import { appCredentials } from '../apps/oauth-app-credentials.ts';
import { openTokens } from '../connection/open-tokens.ts';
import { LIMITS } from '../limits.ts';
import { newId } from '../new-id.ts';
import type { Connection } from '../records.ts';
import type { ConnectionKey } from '../stores.ts';
import { declareGrantDead } from '../tokens/declare-grant-dead.ts';
import type { RefreshPorts } from './attempt.ts';

/**
 * Probes the token. Only a refusal by the provider's account endpoint ends the connection; a 401 of a tool or proxy
 * does not (invariant I8).
 */
export async function probeConnection(
  ports: RefreshPorts,
  key: ConnectionKey,
  record: Connection,
): Promise<ConnectionRefreshReport> {
  const { access } = await openTokens(ports, key, record);
  const credentials = await appCredentials(ports, key, record);
  if (!credentials || !access) return { outcome: 'not_refreshable' };
  const retryAt = ports.clock.now() + LIMITS.probeCoolDown;
  // One probe for any number of calls that were refused at once.
  const isOurs = await ports.connections.change(key, {
    expect: {
      epoch: { is: record.epoch },
      generation: { is: record.generation },
      nextAttemptAt: { absentOrAtMost: ports.clock.now() },
    },
    set: { nextAttemptAt: retryAt },
    writeId: newId(ports),
  });
  if (!isOurs) return { outcome: 'not_yet', retryAt };
  const verdict = await probeToken(credentials, access);
  if (verdict === 'refused') return declareGrantDead(ports, { key, record, reason: 'grant_revoked' });
  return verdict === 'alive' ? { outcome: 'alive' } : { outcome: 'failing', retryAt };
}
