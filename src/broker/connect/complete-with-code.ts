/** What a completion does with a code that passed every check: it spends the code, exchanges it, and stores the tokens. */

import { tenantChoseEndpoint } from '../../providers/chosen-hosts.ts';
import type { Secret } from '../../vault/secret.ts';
import { recordActivity } from '../activity/record-activity.ts';
import { pinnedAppKey } from '../apps/app-key.ts';
import { inPlaceOrRefused } from '../apps/places.ts';
import { Problem } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import type { Connection, ConsentSession } from '../records.ts';
import { removeMark } from '../tokens/grant-marks.ts';
import type { CompleteInput, CompletePorts, Flow } from './consent-flow.ts';
import { type ConsentMark, markConsent } from './consent-mark.ts';
import { codeHash } from './consent-secrets.ts';
import { finishConsent } from './finish-consent.ts';
import { noSession } from './judge-return.ts';
import { prepareConsent, UnprovedRedirect } from './prepare-consent.ts';
import { sameAnswer } from './same-answer.ts';
import { knownCode, noteOutcome, spendCode } from './session-codes.ts';

/** The connection that a consent created or replaced. */
export interface Completed {
  connectionId: string;
  connection: Connection;
}

/** A code for its session, which is proved while there is a verifier. */
export interface JudgedCode {
  session: ConsentSession;
  /** Absent: the session is over. */
  verifier: Secret | undefined;
  code: Secret;
}

/** Connects with the code, or answers like the completion that did. Throws the problems of `completeConnect` after its checks. */
export async function completeWithCode(
  ports: CompletePorts,
  input: CompleteInput,
  { session, verifier, code }: JudgedCode,
): Promise<Completed> {
  const { deadline = ports.clock.now() + LIMITS.localCompletion, sessionId } = input;
  const repeated = { sessionId, key: keyOf(session), hash: codeHash(sessionId, code), deadline };
  const again = async () => ({
    connectionId: session.connectionId,
    connection: await sameAnswer(ports, repeated),
  });
  if (knownCode(session, repeated.hash)) return again();
  if (!verifier) throw noSession(input);
  const flow = await unlessSpent(ports, repeated, () =>
    prepareConsent(ports, input, { session, code, verifier, deadline }).catch((error: unknown) =>
      destroyCode(ports, repeated, error),
    ),
  );
  if (!flow) return again();
  return inPlaceOrRefused(ports, placeOf(ports, flow), async () => (await exchange(ports, flow)) ?? again());
}

/** A code that came with values which are not the provider's is never sent, in no other redirect either (T246). */
async function destroyCode(
  ports: CompletePorts,
  { sessionId, hash }: { sessionId: string; hash: string },
  error: unknown,
): Promise<never> {
  if (!(error instanceof UnprovedRedirect)) throw error;
  const problem = new Problem('authorization_response_mismatch', { cause: error });
  if (await spendCode(ports, { sessionId, hash, until: ports.clock.now() }))
    await noteOutcome(ports, { sessionId, hash }, problem.code);
  throw problem;
}

/** Undefined: the work failed, and another completion has spent the code meanwhile, so that the failure is none. */
async function unlessSpent<T>(
  { sessions }: CompletePorts,
  { sessionId, hash }: { sessionId: string; hash: string },
  work: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    const session = await sessions.read({ sessionId });
    if (session && knownCode(session, hash)) return undefined;
    throw error;
  }
}

function keyOf({ workspaceId, connectionId }: ConsentSession) {
  return { workspaceId, connectionId };
}

/** Whose place a completion takes before anything is spent: how long a tenant's endpoints take is up to the tenant. */
function placeOf({ catalogue }: CompletePorts, { key: { workspaceId }, session }: Flow) {
  return {
    workspaceId,
    appKey: pinnedAppKey(session),
    isNeeded: tenantChoseEndpoint(catalogue, session),
  };
}

/** Spends the code, exchanges it and stores the tokens. Undefined: another completion spent it. */
async function exchange(ports: CompletePorts, flow: Flow): Promise<Completed | undefined> {
  const mark = await markConsent(ports, flow);
  if (!(await spendInTime(ports, flow, mark))) return undefined;
  try {
    const connection = await finishConsent(ports, flow, mark);
    await tell(ports, flow, 'connected');
    return { connectionId: flow.key.connectionId, connection };
  } catch (error) {
    await noteFailure(ports, flow, error);
    throw error;
  }
}

/** Spends the code, if there is time for what follows. Otherwise nothing is spent, and the person may try again. */
async function spendInTime(
  ports: CompletePorts,
  { input: { sessionId }, code, deadline }: Flow,
  mark: ConsentMark | undefined,
): Promise<boolean> {
  let isSpent = false;
  try {
    if (deadline - ports.clock.now() < LIMITS.exchangeTime) throw new Problem('temporarily_unavailable');
    isSpent = await spendCode(ports, { sessionId, hash: codeHash(sessionId, code), until: deadline });
    return isSpent;
  } finally {
    if (mark && !isSpent) await removeMark(ports, mark.key);
  }
}

async function noteFailure(ports: CompletePorts, flow: Flow, error: unknown): Promise<void> {
  const { input, key, session } = flow;
  const outcome = error instanceof Problem ? error.code : 'internal';
  await tell(ports, flow, outcome);
  await recordActivity(ports, key.workspaceId, {
    type: 'connect_failed',
    connectionId: key.connectionId,
    provider: session.provider,
    actor: input.caller.subject,
    outcome,
  });
}

/**
 * Tells the session for a second load of the page. What it tells is done already, so a table that fails changes no answer:
 * the second load then waits until this process is over.
 */
async function tell(
  ports: CompletePorts,
  { input: { sessionId }, code }: Flow,
  outcome: Parameters<typeof noteOutcome>[2],
): Promise<void> {
  const hash = codeHash(sessionId, code);
  await noteOutcome(ports, { sessionId, hash }, outcome).catch(() => false);
}
