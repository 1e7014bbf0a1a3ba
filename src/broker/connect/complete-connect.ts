/**
 * Step 2 of the consent flow: exchanges the code for the person who started the flow, where they started it. The provider is
 * asked only with the secret of the start and for the starter's issuer, subject and workspace (invariant I2).
 */

import { type AuthorizationResponse, authorizationResponse } from '../../oauth/authorization-response.ts';
import { Secret } from '../../vault/secret.ts';
import { recordActivity } from '../activity/record-activity.ts';
import { sessionDestination } from '../destination.ts';
import { Problem } from '../errors.ts';
import type { ConsentSession } from '../records.ts';
import { verifierPlace } from '../sealed-places.ts';
import { type Completed, completeWithCode } from './complete-with-code.ts';
import type { CompleteInput, CompletePorts } from './consent-flow.ts';
import { codeHash, personHash, sessionIdOf } from './consent-secrets.ts';
import {
  isOtherPerson,
  noSession,
  refuseOtherAnswer,
  refuseOtherPlace,
  refusePerson,
} from './judge-return.ts';
import { endSession, refuseCode } from './session-codes.ts';

/**
 * Completes a consent. Throws `invalid_request`, `connect_session_not_found`, `initiator_mismatch`, `membership_ended`,
 * `connect_session_expired`, `authorization_response_mismatch`, `consent_refused`, `provider_error`,
 * `connection_changed`, `connection_disconnecting`, `account_mismatch`, `app_not_available`, `app_misconfigured`,
 * `provider_rejected`, `provider_unreachable`, `workspace_deleted`, `quota_exceeded`, `too_many_at_once`,
 * `temporarily_unavailable`, or `not_found` for a caller without a role.
 */
export async function completeConnect(ports: CompletePorts, input: CompleteInput): Promise<Completed> {
  const response = authorizationResponse(input.query.reveal(), codeParameter(ports, input));
  if (!response) throw new Problem('invalid_request');
  if (sessionIdOf(new Secret(response.state)) !== input.sessionId) throw noSession(input);
  const session = await ports.sessions.read({ sessionId: input.sessionId });
  if (!session) throw noSession(input);
  const verifier = await provedVerifier(ports, input, session);
  if (isOtherPerson(session, input)) return refuseOther(ports, input, { session, response });
  refuseOtherPlace(session, input);
  await refuseFormerMember(ports, input, session);
  refuseOtherAnswer(ports, input, { session, response });
  // The provider sent the starter back without a code (RFC 6749 section 4.1.2.1).
  if (response.kind === 'refused') return endWithout(ports, input, session, response.reason);
  return completeWithCode(ports, input, { session, verifier, code: response.code });
}

function codeParameter({ catalogue }: CompletePorts, { provider }: CompleteInput): string | undefined {
  return catalogue.get(provider)?.oauth.names?.code;
}

/**
 * Proves an open session: nothing that it says is used before, not even who started it. Throws VaultError. A session that
 * has ended has no proof and needs none: it only answers.
 */
async function provedVerifier(
  { vault }: CompletePorts,
  { sessionId }: CompleteInput,
  session: ConsentSession,
): Promise<Secret | undefined> {
  const { status, sealedVerifier } = session;
  if (status !== 'started' || !sealedVerifier) return undefined;
  return vault.open(verifierPlace(sessionId, sessionDestination(session)), sealedVerifier);
}

/** Another person's code is never exchanged, for nobody (T024, T026, T027). The session stays open for its starter. */
async function refuseOther(
  ports: CompletePorts,
  input: CompleteInput,
  { session, response }: { session: ConsentSession; response: AuthorizationResponse },
): Promise<never> {
  const { sessionId, caller } = input;
  const isNew =
    response.kind === 'code' &&
    (await refuseCode(ports, {
      sessionId,
      hash: codeHash(sessionId, response.code),
      broughtBy: personHash(sessionId, caller),
    }));
  if (isNew) {
    const { workspaceId, connectionId, provider } = session;
    const entry = { type: 'initiator_mismatch', connectionId, provider, actor: caller.subject } as const;
    await recordActivity(ports, workspaceId, entry);
  }
  return refusePerson(input);
}

/** A starter who has lost the right gets no exchange. Throws `membership_ended`, and the session ends. */
async function refuseFormerMember(
  ports: CompletePorts,
  input: CompleteInput,
  session: ConsentSession,
): Promise<void> {
  const { caller, workspaceId } = input;
  if (!caller.roles.has(workspaceId)) await endWithout(ports, input, session, 'membership_ended');
}

/** Ends the session for its starter, and throws what the person is told. */
async function endWithout(
  ports: CompletePorts,
  { caller, sessionId }: CompleteInput,
  { workspaceId, connectionId, provider }: ConsentSession,
  failure: NonNullable<ConsentSession['failure']>,
): Promise<never> {
  const outcome = failure === 'access_denied' ? 'consent_refused' : failure;
  if (await endSession(ports, sessionId, failure)) {
    const entry = { type: 'connect_failed', connectionId, provider, actor: caller.subject, outcome } as const;
    await recordActivity(ports, workspaceId, entry);
  }
  throw new Problem(outcome);
}
