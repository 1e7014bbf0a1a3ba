/** The personal workspace, which no token names: the page offers it, and the API decides who may use it (docs/one-address.md). Pure. */
import type { DashboardConfig } from '../../../src/contract/dashboard/dashboard-config.ts';
import { OWN_WORKSPACE } from '../../../src/contract/identifiers.ts';
import type { Person, Workspace } from './person.ts';

type RuleOfPersonal = Pick<DashboardConfig, 'personalWorkspaces'>;

/** The person is alone in the workspace, and may do whatever an admin may. */
const PERSONAL: Workspace = { id: OWN_WORKSPACE, role: 'admin' };

export function isPersonal({ id }: Pick<Workspace, 'id'>): boolean {
  return id === OWN_WORKSPACE;
}

/** Undefined: the environment has no personal workspace for this person. A member is a person whose token names a workspace. */
export function personalWorkspaceOf(
  { workspaces }: Pick<Person, 'workspaces'>,
  { personalWorkspaces: rule = 'off' }: RuleOfPersonal,
): Workspace | undefined {
  if (rule === 'off' || (rule === 'members' && workspaces.length === 0)) return undefined;
  return PERSONAL;
}

/** The workspaces that the person can open, the personal one last. */
export function workspacesOf(person: Pick<Person, 'workspaces'>, config: RuleOfPersonal): Workspace[] {
  const personal = personalWorkspaceOf(person, config);
  return personal === undefined ? person.workspaces : [...person.workspaces, personal];
}
