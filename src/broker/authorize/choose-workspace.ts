import type { Caller } from '../caller.ts';

/**
 * Chooses the workspace of a request among those of the caller token (T056): the one that the caller asks for, else the
 * only one. Pure.
 */
export function chooseWorkspace(
  { roles }: Pick<Caller, 'roles'>,
  asked: string | undefined,
): { workspaceId: string } | { refusal: 'caller_not_authorized' | 'workspace_not_chosen' } {
  if (asked !== undefined)
    return roles.has(asked) ? { workspaceId: asked } : { refusal: 'caller_not_authorized' };
  const [only, ...others] = roles.keys();
  if (only === undefined) return { refusal: 'caller_not_authorized' };
  return others.length === 0 ? { workspaceId: only } : { refusal: 'workspace_not_chosen' };
}
