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
  const { hash, until, ...texts } = (entry ?? {}) as Record<string, unknown>;
  const areTexts = [texts.outcome, texts.broughtBy].every(
    (text) => text === undefined || typeof text === 'string',
  );
  return typeof hash === 'string' && (until === undefined || typeof until === 'number') && areTexts;
}

/** What a session that has ended no longer needs. */
export const ENDED = { status: 'ended', sealedVerifier: undefined } as const;

/**
 * Notes a code that another person brought. False: it was known, the session is over, or the list of such codes is full and
 * this person has as many in it as anybody. A person with fewer takes the place of one with more, so that nobody alone can
 * fill the list before the code of somebody else comes.
 */
export function refuseCode(
  ports: SessionPorts,
  { sessionId, hash, broughtBy }: CodeOfSession & { broughtBy: string },
): Promise<boolean> {
  return changeSession(ports, sessionId, (session) => {
    if (session.status !== 'started' || knownCode(session, hash)) return undefined;
    const kept = withRoomFor(codesOf(session), broughtBy);
    return kept && { codes: [...kept, { hash, broughtBy }] };
  });
}

/** The codes without one of whoever brought most of them, if the list is full. Undefined: there is no room for this person. */
function withRoomFor(codes: SpentCode[], person: string): SpentCode[] | undefined {
  const foreign = codes.filter(({ broughtBy }) => broughtBy !== undefined);
  if (foreign.length < LIMITS.spentCodes) return codes;
  const countOf = (by: string | undefined) => foreign.filter(({ broughtBy }) => broughtBy === by).length;
  const [most] = foreign.toSorted((one, other) => countOf(other.broughtBy) - countOf(one.broughtBy));
  if (!most || countOf(most.broughtBy) <= countOf(person) + 1) return undefined;
  return codes.filter((code) => code !== most);
}

/**
 * Spends a code before it is sent; the last one that the session may send ends it. False: it was spent already, or the
 * session is over. The codes of others stay where they are.
 */
export function spendCode(
  ports: SessionPorts,
  { sessionId, hash, until }: CodeOfSession & { until: number },
): Promise<boolean> {
  return changeSession(ports, sessionId, (session) => {
    const codes = codesOf(session);
    if (session.status !== 'started' || knownCode(session, hash)) return undefined;
    const sent = codes.filter(({ broughtBy }) => broughtBy === undefined).length + 1;
    const isLast = sent >= LIMITS.codeExchanges;
    return { codes: [...codes, { hash, until }], ...(isLast ? ENDED : {}) };
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

/** The list is filled and shared out again, each code that is sent has an outcome, and the session ends once. */
const CHANGES = 2 * LIMITS.spentCodes + 2 * LIMITS.codeExchanges + 2;
