/** The caller, as the verified token describes them. */
import { Problem } from './errors.ts';
import type { Person } from './records.ts';

/** A caller's role in one workspace. An admin may do all that a member may. */
export type Role = 'member' | 'admin';

/** A person with their roles. */
export interface Caller extends Person {
  /** Role by workspace id. */
  roles: ReadonlyMap<string, Role>;
  /** When the token was issued, in milliseconds since the epoch. */
  issuedAt?: number;
}

/**
 * Throws `not_found` for a workspace without a role, as for one that does not exist (T046), or `forbidden` for too low
 * a role.
 */
export function requireRole(caller: Caller, workspaceId: string, needed: Role): void {
  const role = caller.roles.get(workspaceId);
  if (!role) throw new Problem('not_found');
  if (needed === 'admin' && role !== 'admin') throw new Problem('forbidden');
}

/** Whether issuer and subject are equal. */
export function isSamePerson(left: Person, right: Person): boolean {
  return left.issuer === right.issuer && left.subject === right.subject;
}
