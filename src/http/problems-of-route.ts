import { PROBLEMS, type ProblemCode } from '../contract/problems.ts';
import type { Quota, Route } from '../contract/routes.ts';

/** Every problem that a route can answer with: what its guards, its validation and its quota refuse, and its own; by status. Pure. */
export function problemsOfRoute({ access, quota, params, query, body, problems }: Route): ProblemCode[] {
  const codes: ProblemCode[] = [...ANYWHERE];
  if (params || query || body) codes.push('invalid_request');
  if (body) codes.push('payload_too_large', 'unsupported_media_type');
  if (access !== 'public') codes.push('unauthenticated', 'workspace_claim_refused');
  if (access === 'member' || access === 'admin') codes.push('not_found');
  if (access === 'admin') codes.push('forbidden');
  if (quota !== undefined && COUNTED.has(quota)) codes.push('too_many_requests');
  return [...new Set([...codes, ...problems])].sort((one, other) => PROBLEMS[one][0] - PROBLEMS[other][0]);
}

/** `paid` was counted before, and `injected` is bounded by API Gateway and the injector. */
const COUNTED: ReadonlySet<Quota> = new Set(['act', 'ending', 'own']);
const ANYWHERE: readonly ProblemCode[] = ['temporarily_unavailable', 'internal'];
