/**
 * What a workspace's activity records: the types of its entries, and the outcome of each. `resources/meanings.ts` says what
 * each type means.
 */

import { REVOCATION_OUTCOMES, type RevocationOutcome } from './outcomes.ts';
import { PROBLEMS, type ProblemCode } from './problems.ts';
import { STATUS_REASONS, type StatusReason } from './statuses.ts';

export const ACTIVITY_TYPES = [
  'connect_started',
  'connected',
  'initiator_mismatch',
  'connect_failed',
  'tenant_chosen',
  'connection_renamed',
  'tokens_dropped',
  'refresh_recovered',
  'reauthorization_required',
  'grant_ends_soon',
  'app_misconfigured',
  'app_recovered',
  'disconnect_requested',
  'disconnected',
  'oauth_app_put',
  'oauth_app_deleted',
  'verified_apps_allowed',
  'verified_apps_refused',
  'mcp_server_put',
  'mcp_server_deleted',
  'mcp_server_confirmed',
  'tools_changed',
  'tools_approved',
  'oauth_client_registered',
  'workspace_deleted',
  'refused',
] as const;
export type ActivityType = (typeof ACTIVITY_TYPES)[number];

const PROBLEM_CODES = Object.keys(PROBLEMS) as ProblemCode[];

/** `outcome` of an entry: a revocation's, a reason of a status, or a problem of the HTTP API. */
export const ACTIVITY_OUTCOMES: readonly ActivityOutcome[] = [
  ...REVOCATION_OUTCOMES,
  ...STATUS_REASONS,
  ...PROBLEM_CODES.filter((code) => code !== 'app_misconfigured'),
];
export type ActivityOutcome = RevocationOutcome | StatusReason | ProblemCode;
