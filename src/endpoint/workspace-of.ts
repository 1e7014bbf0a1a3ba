/** Which workspace a caller uses at a path, and whether they may. Pure. */
import type { Caller } from '../broker/caller.ts';
import { ownWorkspaceId } from '../broker/callers/personal-workspace.ts';
import type { PersonalWorkspacesRule } from '../contract/environment.ts';
import { OWN_WORKSPACE } from '../contract/identifiers.ts';
import type { EndpointPath } from './read-path.ts';

export type WorkspaceOf =
  | { workspaceId: string }
  /** It does not exist, or the caller has no role in it: nobody learns which (T046). */
  | { refused: 'not_found' }
  /** The token names no workspace. */
  | { refused: 'no_workspace' }
  /** The token names several, and the path none. No list has an order that means anything, so none is chosen (T225). */
  | { refused: 'several_workspaces'; workspaceIds: string[] };

/** The workspace of the path, or the only one of the token. A personal one is told on as `~me`, which the injector resolves. */
export function workspaceOf(
  caller: Caller,
  { workspaceId }: Pick<EndpointPath, 'workspaceId'>,
  rule: PersonalWorkspacesRule,
): WorkspaceOf {
  const { roles } = caller;
  if (workspaceId === OWN_WORKSPACE)
    return ownWorkspaceId(caller, rule) ? { workspaceId } : { refused: 'not_found' };
  if (workspaceId !== undefined) return roles.has(workspaceId) ? { workspaceId } : { refused: 'not_found' };
  const workspaceIds = [...roles.keys()];
  const [only] = workspaceIds;
  if (only === undefined) return { refused: 'no_workspace' };
  return workspaceIds.length === 1
    ? { workspaceId: only }
    : { refused: 'several_workspaces', workspaceIds: workspaceIds.sort() };
}
