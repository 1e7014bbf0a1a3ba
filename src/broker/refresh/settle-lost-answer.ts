/**
 * Settles an attempt mark without a live lease: the provider was asked, and its answer is unknown. Before it is asked
 * again the escrow must be read and settled. If a replay revokes the whole family, the access token must also be about
 * to expire.
 */
import type { ConnectionRefreshReport } from '../../contract/refresh.ts';
import { pinnedFacts } from '../apps/oauth-app-credentials.ts';
import { LIMITS } from '../limits.ts';
import { newId } from '../new-id.ts';
import type { Connection } from '../records.ts';
import type { ConnectionKey } from '../stores.ts';
import { settleEscrow } from '../tokens/rotation-escrow.ts';
import type { RefreshInput, RefreshPorts } from './attempt.ts';
import { isReplayRisky, replayAt } from './risky-replay.ts';

/** Returns the report if the provider may not be asked now. Undefined: it may be asked. */
export async function settleLostAnswer(
  ports: RefreshPorts,
  { key }: RefreshInput,
  record: Connection,
): Promise<ConnectionRefreshReport | undefined> {
  if (!record.attemptId) return undefined;
  try {
    if ((await settleEscrow(ports, key)) === 'stored') return { outcome: 'refreshed' };
  } catch {
    // Without an answer the escrow may hold newer tokens: the old token must not be sent, and no grant is declared
    // dead.
    ports.log.error('escrow_unknown', key);
    return { outcome: 'not_yet', retryAt: ports.clock.now() + LIMITS.escrowUnknown };
  }
  const facts = await pinnedFacts(ports, record);
  const at = replayAt(record);
  const mustWait = facts !== undefined && isReplayRisky(facts) && at > ports.clock.now();
  return mustWait ? wait(ports, key, { record, at }) : undefined;
}

async function wait(
  ports: RefreshPorts,
  key: ConnectionKey,
  { record, at }: { record: Connection; at: number },
): Promise<ConnectionRefreshReport> {
  const { epoch, generation, attemptId } = record;
  await ports.connections.change(key, {
    expect: { epoch: { is: epoch }, generation: { is: generation }, attemptId: { is: attemptId as string } },
    set: { nextAttemptAt: at, dueAt: at },
    writeId: newId(ports),
  });
  return { outcome: 'not_yet', retryAt: at };
}
