import type { WorkspaceClaimForm } from '../../contract/environment.ts';
import { is, WORKSPACE_ID } from '../../contract/identifiers.ts';
import type { Role } from '../caller.ts';
import { Problem } from '../errors.ts';
import { LIMITS } from '../limits.ts';

/**
 * The roles in the workspace claim of a verified token: a list of `workspace:role`, or one such text. One entry of another
 * type or form refuses the whole claim with `workspace_claim_refused`: what cannot be read may have been meant otherwise.
 * An absent claim gives no right. Of several roles in one workspace the higher counts. Pure.
 */
export function workspaceRoles(claim: unknown, form: WorkspaceClaimForm): ReadonlyMap<string, Role> {
  const entries = entriesOf(claim, form);
  if (entries.length > LIMITS.rolesOfCaller) throw new Problem('workspace_claim_refused');
  const roles = new Map<string, Role>();
  for (const entry of entries) {
    const [workspaceId, role] = readEntry(entry);
    if (roles.get(workspaceId) !== 'admin') roles.set(workspaceId, role);
  }
  return roles;
}

/**
 * A text is one entry. A name at the issuer can hold a space, so that the one workspace "evil:member acme" would read like two
 * workspaces. A text is split only if the stage says that no name has a space.
 */
function entriesOf(claim: unknown, form: WorkspaceClaimForm): readonly unknown[] {
  if (claim === undefined) return [];
  if (Array.isArray(claim)) return claim;
  const isSplit = form === 'space-separated-where-no-name-has-a-space';
  if (isSplit && claim === '') return [];
  return isSplit && typeof claim === 'string' ? claim.split(' ') : [claim];
}

/** No other spelling counts: neither another case of a role, nor white space, nor a part more. */
function readEntry(entry: unknown): [workspaceId: string, role: Role] {
  const [workspaceId, role, ...rest] = typeof entry === 'string' ? entry.split(':') : [];
  const isRole = role === 'member' || role === 'admin';
  if (rest.length > 0 || !isRole || !is(WORKSPACE_ID, workspaceId))
    throw new Problem('workspace_claim_refused');
  return [workspaceId as string, role];
}
