/** What the person gets who sends the same code again, such as a page that was loaded twice: the answer of the first time. */

import { PROBLEMS, type ProblemCode } from '../../contract/problems.ts';
import { Problem } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import type { Ports } from '../ports.ts';
import type { Connection, SpentCode } from '../records.ts';
import type { ConnectionKey } from '../stores.ts';
import { knownCode } from './session-codes.ts';

type SameAnswerPorts = Pick<Ports, 'sessions' | 'connections' | 'clock'>;

/** The code that was met before, and where. */
interface Repeated {
  sessionId: string;
  key: ConnectionKey;
  hash: string;
  deadline: number;
}

/**
 * Waits for the first completion with this code and answers like it. Throws its problem; `initiator_mismatch` for a code that
 * another person brought; `provider_unreachable` if the first one never ended; `temporarily_unavailable` if there is no time.
 */
export async function sameAnswer(ports: SameAnswerPorts, repeated: Repeated): Promise<Connection> {
  const { outcome } = await ended(ports, repeated);
  const connection = outcome === 'connected' ? await ports.connections.read(repeated.key) : undefined;
  if (connection) return connection;
  // The item is input: whatever else it says is no problem of ours.
  throw new Problem(
    Object.hasOwn(PROBLEMS, outcome) ? (outcome as ProblemCode) : 'connect_session_not_found',
  );
}

async function ended(ports: SameAnswerPorts, { sessionId, hash, deadline }: Repeated) {
  for (;;) {
    const session = await ports.sessions.read({ sessionId });
    const outcome = outcomeOf(session && knownCode(session, hash), ports.clock.now());
    if (outcome !== undefined) return { outcome };
    if (ports.clock.now() + LIMITS.sameCodePoll >= deadline) throw new Problem('temporarily_unavailable');
    await ports.clock.sleep(LIMITS.sameCodePoll);
  }
}

/** Undefined: the completion with this code is still under way. */
function outcomeOf(code: SpentCode | undefined, now: number): SpentCode['outcome'] {
  if (!code) return 'connect_session_not_found';
  if (code.broughtBy !== undefined) return 'initiator_mismatch';
  return code.outcome ?? (now >= (code.until ?? 0) ? 'provider_unreachable' : undefined);
}
