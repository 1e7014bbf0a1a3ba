/**
 * What came back from a provider, judged before anything of it is used. The order is fixed: session by state; person,
 * workspace and secret; time; redirect URI; issuer; and only then error or code. A check that fails leaves the session open.
 */
import type { AuthorizationResponse } from '../../oauth/authorization-response.ts';
import { issuerPattern } from '../../oauth/resolve-facts.ts';
import { isIssuerException } from '../../providers/remote/find-issuer-exception.ts';
import { isRemote } from '../apps/provider-kinds.ts';
import { isSamePerson } from '../caller.ts';
import { Problem } from '../errors.ts';
import type { Ports } from '../ports.ts';
import type { ConsentSession } from '../records.ts';
import type { CompleteInput } from './consent-flow.ts';
import { isCompletionSecret } from './consent-secrets.ts';

/** The problem for a session that does not exist, or is to look like that: without a role the workspace does not exist either. */
export function noSession({ caller, workspaceId }: CompleteInput): Problem {
  return new Problem(caller.roles.has(workspaceId) ? 'connect_session_not_found' : 'not_found');
}

/** Whether another person than the one who started brought the answer. */
export function isOtherPerson(session: ConsentSession, { caller }: CompleteInput): boolean {
  return !isSamePerson(session.starter, caller);
}

/** Throws `initiator_mismatch`, or `not_found` for a workspace in which the caller has no role. */
export function refusePerson({ caller, workspaceId }: CompleteInput): never {
  throw new Problem(caller.roles.has(workspaceId) ? 'initiator_mismatch' : 'not_found');
}

/** Workspace and secret of the person who started. Throws `initiator_mismatch`, `connect_session_not_found` or `not_found`. */
export function refuseOtherPlace(session: ConsentSession, input: CompleteInput): void {
  if (session.workspaceId !== input.workspaceId) refusePerson(input);
  if (!isCompletionSecret(input.completionSecret, session.completionHash)) throw noSession(input);
}

/**
 * Judges time, redirect URI and issuer. Another issuer than the provider's is a mix-up, or the provider changed what it says: for
 * a provider of the catalogue, the log has the host of that issuer, and an alarm rings where several workspaces meet it. The
 * clock counts, since DynamoDB's TTL deletes late (T012). Throws `connect_session_expired` or `authorization_response_mismatch`.
 */
export function refuseOtherAnswer(
  { catalogue, clock, log }: Pick<Ports, 'catalogue' | 'clock' | 'log'>,
  input: CompleteInput,
  { session, response }: { session: ConsentSession; response: AuthorizationResponse },
): void {
  if (clock.now() >= session.expiresAt) throw new Problem('connect_session_expired');
  // The path of the redirect URI to which the answer came.
  const isRedirect = session.redirectUri.endsWith(`/oauth/callback/${input.provider}/${input.owner}`);
  const known = catalogue.get(session.provider);
  const pattern = known && issuerPattern(known.oauth, session.variables ?? {});
  const isExpected = isIssuer(session, response, pattern);
  // A workspace's own provider is the workspace's business, and rings for nobody else.
  if (isRedirect && !isExpected && known && response.issuer !== undefined) {
    const { workspaceId, provider } = session;
    log.error('issuer_refused', { workspaceId, provider, hosts: hostIn(response.issuer) });
  }
  if (!isRedirect || !isExpected) throw new Problem('authorization_response_mismatch');
}

/** RFC 9207 section 2.4: compared as plain strings, or with the provider's pattern where it has an issuer per tenant. */
function isIssuer(
  { provider, expectedIssuer, issuerRequired }: ConsentSession,
  { issuer }: AuthorizationResponse,
  pattern: RegExp | undefined,
): boolean {
  if (issuer === undefined) return !issuerRequired;
  if (pattern) return pattern.test(issuer);
  // A vendor can break the rule in its answers alone. The pair is the catalogue's, so nobody else can claim that issuer.
  const pair = { advertised: expectedIssuer, claimed: issuer };
  return issuer === expectedIssuer || (isRemote(provider) && isIssuerException(pair));
}

/** The host of a URL, as a name and nothing else of it. Empty: it is no URL with such a host. */
function hostIn(issuer: string): string[] {
  const host = URL.parse(issuer)?.hostname ?? '';
  return /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/.test(host) ? [host] : [];
}
