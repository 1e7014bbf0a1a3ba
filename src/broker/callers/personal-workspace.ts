/** The personal workspace of a caller, which no token names: it is derived from who the caller is (T218, T219). */
import type { PersonalWorkspacesRule } from '../../contract/environment.ts';
import type { Caller } from '../caller.ts';
import { partsHash } from '../parts-hash.ts';
import type { Person } from '../person.ts';

/** The id: `~` and the SHA-256 of issuer and person, as they were verified. Two people never have the same. Pure. */
export function personalWorkspaceId({ issuer, subject }: Person): string {
  return `~${partsHash(['personal-workspace', issuer, subject])}`;
}

/** A caller in their personal workspace. */
export interface AtOwnWorkspace {
  workspaceId: string;
  /** With a role there: an admin's, since nobody else is in it. */
  caller: Caller;
}

/** The id of the caller's personal workspace. Undefined: the stage has none for this caller. Pure. */
export function ownWorkspaceId(caller: Caller, rule: PersonalWorkspacesRule): string | undefined {
  if (rule === 'off' || (rule === 'members' && caller.roles.size === 0)) return undefined;
  return personalWorkspaceId(caller);
}

/** Undefined: the stage has none for this caller. Pure. */
export function atOwnWorkspace(caller: Caller, rule: PersonalWorkspacesRule): AtOwnWorkspace | undefined {
  const workspaceId = ownWorkspaceId(caller, rule);
  if (workspaceId === undefined) return undefined;
  return { workspaceId, caller: { ...caller, roles: new Map([...caller.roles, [workspaceId, 'admin']]) } };
}
