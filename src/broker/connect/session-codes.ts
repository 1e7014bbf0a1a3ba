/**
 * The codes that a consent session has met. Each change is judged by the one before it, so that no code is sent twice and a
 * session sends three at most, however many completions run at once.
 */
import type { ProblemCode } from '../../contract/problems.ts';
import { Problem } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import { newId } from '../new-id.ts';
import type { Ports } from '../ports.ts';
import type { ConsentSession, SpentCode } from '../records.ts';

type SessionPorts = Pick<Ports, 'sessions' | 'random' | 'clock'>;
type SessionChange = { [K in keyof ConsentSession]?: ConsentSession[K] | undefined };

/** A session with its place, and the hash of the code in question. */
interface CodeOfSession {
  sessionId: string;
  hash: string;
}

/** What the session knows of this code. Undefined: it has not met the code. */
export function knownCode(session: ConsentSession, hash: string): SpentCode | undefined {
  return codesOf(session).find((code) => code.hash === hash);
}

/** The item is input: a list that no completion wrote ends the session. Throws `connect_session_not_found`. */
function codesOf({ codes = [] }: ConsentSession): SpentCode[] {
  if (!codes.every(isSpentCode)) throw new Problem('connect_session_not_found');
  return codes;
}

function isSpentCode(entry: unknown): entry is SpentCode {
  const { hash, until, outcome } = (entry ?? {}) as Record<string, unknown>;
  const isText = outcome === undefined || typeof outcome === 'string';
  return typeof hash === 'string' && (until === undefined || typeof until === 'number') && isText;
}

/** What a session that has ended no longer needs. */
export const ENDED = { status: 'ended', sealedVerifier: undefined } as const;

/**
 * Notes a code that another person brought. False: it was known, the session is over, or the list is full, whose places after
 * that are the starter's.
 */
export function refuseCode(ports: SessionPorts, { sessionId, hash }: CodeOfSession): Promise<boolean> {
  return changeSession(ports, sessionId, (session) => {
    const { status } = session;
    const codes = codesOf(session);
    if (status !== 'started' || knownCode(session, hash) || codes.length >= LIMITS.spentCodes)
      return undefined;
    return { codes: [...codes, { hash, isForeign: true }] };
  });
}

/**
 * Spends a code before it is sent; the last one that the session may send ends it. False: it was spent already, or the
 * session is over. Where the list is full, the oldest code of another person makes room.
 */
export function spendCode(
  ports: SessionPorts,
  { sessionId, hash, until }: CodeOfSession & { until: number },
): Promise<boolean> {
  return changeSession(ports, sessionId, (session) => {
    const { status } = session;
    const codes = codesOf(session);
    if (status !== 'started' || knownCode(session, hash)) return undefined;
    const sent = codes.filter(({ isForeign }) => !isForeign).length + 1;
    const oldest = codes.length < LIMITS.spentCodes ? -1 : codes.findIndex(({ isForeign }) => isForeign);
    const kept = codes.filter((_code, at) => at !== oldest);
    const isLast = sent >= LIMITS.codeExchanges;
    return { codes: [...kept, { hash, until }], ...(isLast ? ENDED : {}) };
  });
}

/** Notes how the completion with a code ended. A connection ends the session. */
export function noteOutcome(
  ports: SessionPorts,
  { sessionId, hash }: CodeOfSession,
  outcome: 'connected' | ProblemCode,
): Promise<boolean> {
  return changeSession(ports, sessionId, (session) => ({
    codes: codesOf(session).map((code) => (code.hash === hash ? { ...code, outcome } : code)),
    ...(outcome === 'connected' ? ENDED : {}),
  }));
}

/** Ends a session without a connection. False: it was over. */
export function endSession(
  ports: SessionPorts,
  sessionId: string,
  failure: NonNullable<ConsentSession['failure']>,
): Promise<boolean> {
  return changeSession(ports, sessionId, ({ status }) =>
    status === 'started' ? { ...ENDED, failure } : undefined,
  );
}

/**
 * Writes what `decide` wants, as long as the session is still the one that `decide` saw. False: `decide` wanted nothing.
 * Each time round another change has landed, and a session takes few of them.
 */
async function changeSession(
  ports: SessionPorts,
  sessionId: string,
  decide: (session: ConsentSession) => SessionChange | undefined,
): Promise<boolean> {
  for (let turn = 0; turn < CHANGES; turn++) {
    const session = await ports.sessions.read({ sessionId });
    const set = session && decide(session);
    if (!set) return false;
    const { revision, status } = session;
    const changed = await ports.sessions.change(
      { sessionId },
      {
        expect: {
          status: { is: status },
          revision: revision === undefined ? { absent: true } : { is: revision },
        },
        set: { ...set, revision: (revision ?? 0) + 1 },
        writeId: newId(ports),
      },
    );
    if (changed) return true;
  }
  throw new Problem('temporarily_unavailable');
}

/** Every code is noted once, each code that is sent has an outcome, and the session ends once. */
const CHANGES = LIMITS.spentCodes + 2 * LIMITS.codeExchanges + 2;
