/** A token without a refresh token was answered 401 somewhere: one look at the provider's account endpoint tells. */
import type { ConnectionRefreshReport } from '../../contract/refresh.ts';
import { probeToken } from '../../oauth/probe-token.ts';
import { appCredentials } from '../apps/oauth-app-credentials.ts';
import { LIMITS } from '../limits.ts';
import { newId } from '../new-id.ts';
import type { Connection } from '../records.ts';
import type { ConnectionKey } from '../stores.ts';
import { openTokens } from '../tokens/open-tokens.ts';
import type { RefreshPorts } from './attempt.ts';
import { declareGrantDead } from './refresh-failed.ts';

/** Only the provider's own refusal there ends the connection; a tool's or a proxy's 401 does not (invariant I8). */
export async function probeConnection(
  ports: RefreshPorts,
  key: ConnectionKey,
  record: Connection,
): Promise<ConnectionRefreshReport> {
  const credentials = await appCredentials(ports, record);
  const { access } = await openTokens(ports, key, record);
  if (!credentials || !access) return { outcome: 'not_refreshable' };
  const retryAt = ports.clock.now() + LIMITS.probeCoolDown;
  // One look, however many calls were refused at once.
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
