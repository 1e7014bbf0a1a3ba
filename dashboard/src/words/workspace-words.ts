/** How a workspace is named in sentences. Pure. */

import type { Workspace } from '../sign-in/person.ts';
import { isPersonal } from '../sign-in/personal-workspace.ts';

/** As a choice, and as the title of a link. */
export function titleOfWorkspace({ id }: Pick<Workspace, 'id'>): string {
  return isPersonal({ id }) ? 'Personal' : id;
}

/** Within a sentence: “Then MCP servers of acme can use the account.” */
export function nameOfWorkspace({ id }: Pick<Workspace, 'id'>): string {
  return isPersonal({ id }) ? 'your personal workspace' : id;
}

/** Below the name of the person. */
export function roleWords(workspace: Workspace): string {
  return isPersonal(workspace) ? 'yours alone' : workspace.role;
}
