/** What a workspace's activity records: the types of its entries, and what came of each. */
import * as z from 'zod';
import { PROBLEMS, type ProblemCode } from './problems.ts';
import { RevocationOutcome } from './receipt.ts';
import { StatusReason } from './statuses.ts';

export const ActivityType = z.enum([
  /** A person began a consent. */
  'connect_started',
  /** A consent was completed: for a new connection, or again for one that existed. */
  'connected',
  /** A person tried to complete a consent that somebody else had begun. */
  'initiator_mismatch',
  /** A consent came back and was not completed. `outcome`: the problem's code. */
  'connect_failed',
  /** A refresh succeeded after others had failed. */
  'refresh_recovered',
  /** The grant is dead; somebody must connect again. `outcome`: the reason. */
  'reauthorization_required',
  /** No refresh moves the end of the grant; somebody should connect again before it. */
  'grant_ends_soon',
  /** The provider refuses the credentials of the workspace's own OAuth app. */
  'app_misconfigured',
  /** The provider accepts those credentials again. */
  'app_recovered',
  /** A person asked for a disconnect; the connection is inert. */
  'disconnect_requested',
  /** The sealed tokens are deleted. `outcome`: what the provider answered to the revocation. */
  'disconnected',
  'oauth_app_put',
  'oauth_app_deleted',
  'mcp_server_put',
  'mcp_server_deleted',
  'workspace_deleted',
]);
export type ActivityType = z.infer<typeof ActivityType>;

const PROBLEM_CODES = Object.keys(PROBLEMS) as ProblemCode[];

/** `outcome` of an entry: a revocation's, a reason of a status, or a problem of the HTTP API. */
export const ActivityOutcome = z.enum([
  ...RevocationOutcome.options,
  ...StatusReason.options,
  ...PROBLEM_CODES.filter((code) => code !== 'app_misconfigured'),
]);
export type ActivityOutcome = RevocationOutcome | StatusReason | ProblemCode;
