/** The person's own workspace, which no token names: the page offers it, and the API decides (docs/one-address.md). Pure. */
import type { DashboardConfig } from '../../../src/contract/dashboard/dashboard-config.ts';
import { OWN_WORKSPACE } from '../../../src/contract/identifiers.ts';
import type { Person, Workspace } from './person.ts';

/** Nobody else is in it, so its person may do in it whatever an admin may. */
const PERSONAL: Workspace = { id: OWN_WORKSPACE, role: 'admin' };

export function isPersonal({ id }: Pick<Workspace, 'id'>): boolean {
  return id === OWN_WORKSPACE;
}

/** Undefined: the environment has none for this person. Members are those whose token names a workspace. */
export function personalWorkspaceOf(
  { workspaces }: Pick<Person, 'workspaces'>,
  { personalWorkspaces: rule = 'off' }: Pick<DashboardConfig, 'personalWorkspaces'>,
): Workspace | undefined {
  if (rule === 'off' || (rule === 'members' && workspaces.length === 0)) return undefined;
  return PERSONAL;
}
