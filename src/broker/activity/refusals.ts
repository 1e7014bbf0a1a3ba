/** Which refusals of a member are recorded (docs/decisions/0018). */
import type { ProblemCode } from '../../contract/problems.ts';

/**
 * `recorded`: a rule or a limit denied it. `logged`: a quota of acts denied it, which costs one write and not more, so that a
 * flood of these stays cheap; the log has it. A code that another person brings has an entry besides. `own entry`: the activity has it already. `form`: the request was none of this API.
 * `state`: what it asked for is not there, changed at the same
 * time, or has to wait. `fault`: ours, or a provider's.
 */
const KINDS: Record<ProblemCode, 'recorded' | 'logged' | 'own entry' | 'form' | 'state' | 'fault'> = {
  forbidden: 'recorded',
  app_not_allowed: 'recorded',
  client_id_reserved: 'recorded',
  custom_provider_refused: 'recorded',
  server_id_reserved: 'recorded',
  server_refused: 'recorded',
  oauth_app_in_use: 'recorded',
  server_in_use: 'recorded',
  issuer_changed: 'recorded',
  metadata_changed: 'recorded',
  workspace_deleted: 'recorded',
  quota_exceeded: 'recorded',
  authorization_response_mismatch: 'recorded',
  too_many_requests: 'logged',
  initiator_mismatch: 'logged',
  // The record of the call has the reason.
  call_refused: 'own entry',
  account_mismatch: 'own entry',
  account_unknown: 'own entry',
  membership_ended: 'own entry',
  consent_refused: 'own entry',
  provider_error: 'own entry',
  provider_rejected: 'own entry',
  no_tenant: 'own entry',
  invalid_request: 'form',
  invalid_variable: 'form',
  unknown_scope: 'form',
  unknown_provider: 'form',
  unauthenticated: 'form',
  workspace_claim_refused: 'form',
  method_not_allowed: 'form',
  payload_too_large: 'form',
  unsupported_media_type: 'form',
  not_found: 'state',
  connect_session_not_found: 'state',
  connect_session_expired: 'state',
  app_not_available: 'state',
  confirmation_needed: 'state',
  confirmation_mismatch: 'state',
  registration_refused: 'state',
  app_changed: 'state',
  server_changed: 'state',
  too_many_at_once: 'state',
  connection_disconnecting: 'state',
  connection_not_usable: 'state',
  connection_changed: 'state',
  provider_unreachable: 'fault',
  server_unreachable: 'fault',
  app_misconfigured: 'fault',
  temporarily_unavailable: 'fault',
  internal: 'fault',
};

/** Whether the activity records that a member was refused so. */
export function isRecordedRefusal(code: ProblemCode): boolean {
  return KINDS[code] === 'recorded';
}

/** Whether the log has a line of it. */
export function isLoggedRefusal(code: ProblemCode): boolean {
  return KINDS[code] === 'recorded' || KINDS[code] === 'logged';
}
