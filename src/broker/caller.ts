/** Who calls, as their verified token says. */
import { Problem } from './errors.ts';
import type { Person } from './records.ts';

export type Role = 'member' | 'admin';

export interface Caller extends Person {
  /** Role by workspace id. */
  roles: ReadonlyMap<string, Role>;
}

/** A workspace that is not the caller's answers exactly like one that does not exist (T046). */
export function requireRole(caller: Caller, workspaceId: string, needed: Role): void {
  const role = caller.roles.get(workspaceId);
  if (!role) throw new Problem('not_found');
  if (needed === 'admin' && role !== 'admin') throw new Problem('forbidden');
}

export function isSamePerson(left: Person, right: Person): boolean {
  return left.issuer === right.issuer && left.subject === right.subject;
}
