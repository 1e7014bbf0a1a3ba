/**
 * Step 3 of the consent flow: exchanges the code for the person who started the flow, in the browser that consented.
 * The provider is asked only with the right handle and the starter's issuer, subject and workspace (invariant I2).
 */

import { isHandle } from '../../vault/handle-seal.ts';
import { recordActivity } from '../activity/record-activity.ts';
import { pinnedAppKey } from '../apps/app-key.ts';
import { tenantChoseEndpoint } from '../apps/chosen-endpoint.ts';
import { inPlaceOrRefused } from '../apps/places.ts';
import { isSamePerson, requireRole } from '../caller.ts';
import { sessionDestination } from '../destination.ts';
import { Problem } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import { newId } from '../new-id.ts';
import type { Connection, ConsentSession } from '../records.ts';
import { verifierPlace } from '../sealed-places.ts';
import { removeMark } from '../tokens/grant-marks.ts';
import type { CompleteInput, CompletePorts, Flow } from './consent-flow.ts';
import { type ConsentMark, markConsent } from './consent-mark.ts';
import { type ConsentSecrets, separated } from './consent-secrets.ts';
import { finishConsent } from './finish-consent.ts';
import { prepareConsent } from './prepare-consent.ts';
import { sessionEnd } from './redeem-code.ts';

/** The connection that a consent created or replaced. */
export interface Completed {
  connectionId: string;
  connection: Connection;
}

/**
 * Completes a consent. Throws `connect_session_not_found`, `connect_session_expired`, `initiator_mismatch`,
 * `connection_changed`, `connection_disconnecting`, `account_mismatch`, `app_not_available`, `app_misconfigured`,
 * `provider_rejected`, `provider_unreachable`, `workspace_deleted`, `quota_exceeded`, `too_many_at_once`,
 * `temporarily_unavailable`, or the problems of the role.
 */
export async function completeConnect(ports: CompletePorts, input: CompleteInput): Promise<Completed> {
  requireRole(input.caller, input.workspaceId, 'member');
  const { deadline = ports.clock.now() + LIMITS.localCompletion } = input;
  const session = await ports.sessions.read({ sessionId: input.sessionId });
  // A wrong handle changes nothing, and its answer is the same as for a missing session.
  if (session?.status !== 'returned' || !isHandle(input.handle, session.handleHash)) {
    throw new Problem('connect_session_not_found');
  }
  const secrets = await openSecrets(ports, input, session);
  if (!isStarter(session, input)) return refuseOtherPerson(ports, input, session);
  refuseExpired(session, ports.clock.now());
  const flow = await prepareConsent(ports, input, { session, secrets, deadline });
  return inPlaceOrRefused(ports, placeOf(ports, flow), () => exchange(ports, flow));
}

/** Whose place a completion takes before anything is spent: how long a tenant's endpoints take is up to the tenant. */
function placeOf({ catalogue }: CompletePorts, { key: { workspaceId }, session }: Flow) {
  return {
    workspaceId,
    appKey: pinnedAppKey(session),
    isNeeded: tenantChoseEndpoint(catalogue, session),
  };
}

/** Spends the session, exchanges the code and stores the tokens. */
async function exchange(ports: CompletePorts, flow: Flow): Promise<Completed> {
  const mark = await markConsent(ports, flow);
  await consumeInTime(ports, flow, mark);
  try {
    return { connectionId: flow.key.connectionId, connection: await finishConsent(ports, flow, mark) };
  } catch (error) {
    await noteFailure(ports, flow, error);
    throw error;
  }
}

/** Proves the session: nothing that it says is used before, not even who started it. Throws VaultError. */
async function openSecrets(
  { vault }: CompletePorts,
  { sessionId }: CompleteInput,
  session: ConsentSession,
): Promise<ConsentSecrets> {
  if (!session.sealedVerifier) throw new Problem('connect_session_not_found');
  const place = verifierPlace(sessionId, sessionDestination(session));
  return separated(await vault.open(place, session.sealedVerifier));
}

function isStarter(session: ConsentSession, { caller, workspaceId }: CompleteInput): boolean {
  return session.workspaceId === workspaceId && isSamePerson(session.starter, caller);
}

/** Another person started this flow: the session ends and its code is never used (T024, T026, T027). */
async function refuseOtherPerson(
  ports: CompletePorts,
  input: CompleteInput,
  session: ConsentSession,
): Promise<never> {
  const destroyed = await ports.sessions.change(
    { sessionId: input.sessionId },
    {
      expect: { status: { is: 'returned' } },
      set: { status: 'ended', failure: 'initiator_mismatch', ...NO_SECRETS },
      writeId: newId(ports),
    },
  );
  if (destroyed) {
    const { connectionId, provider } = session;
    const actor = input.caller.subject;
    await recordActivity(ports, session.workspaceId, {
      type: 'initiator_mismatch',
      connectionId,
      provider,
      actor,
    });
  }
  throw new Problem('initiator_mismatch');
}

const NO_SECRETS = { sealedCode: undefined, sealedVerifier: undefined, handleHash: undefined };

/** Compares with the clock, since DynamoDB's TTL deletes late (T012, T029). */
function refuseExpired(session: ConsentSession, now: number): void {
  if (now >= sessionEnd(session)) throw new Problem('connect_session_expired');
}

/** Spends the session, if there is time for what follows. Otherwise nothing is spent, and the person may try again. */
async function consumeInTime(
  ports: CompletePorts,
  { input, session, deadline }: Flow,
  mark: ConsentMark | undefined,
): Promise<void> {
  try {
    if (deadline - ports.clock.now() < LIMITS.exchangeTime) throw new Problem('temporarily_unavailable');
    await consume(ports, input, session);
  } catch (error) {
    if (mark) await removeMark(ports, mark.key);
    throw error;
  }
}

/** Lets one of several parallel completions continue (T003). */
async function consume(ports: CompletePorts, input: CompleteInput, session: ConsentSession): Promise<void> {
  const consumed = await ports.sessions.change(
    { sessionId: input.sessionId },
    {
      expect: { status: { is: 'returned' }, returnedAt: { is: session.returnedAt ?? 0 } },
      set: { status: 'completing', ...NO_SECRETS },
      writeId: newId(ports),
    },
  );
  if (!consumed) throw new Problem('connect_session_not_found');
}

async function noteFailure(
  ports: CompletePorts,
  { input, key, session }: Flow,
  error: unknown,
): Promise<void> {
  const outcome = error instanceof Problem ? error.code : 'internal';
  await recordActivity(ports, key.workspaceId, {
    type: 'connect_failed',
    connectionId: key.connectionId,
    provider: session.provider,
    actor: input.caller.subject,
    outcome,
  });
}
