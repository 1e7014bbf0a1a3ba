import type { Caller } from '../caller.ts';

/**
 * The workspace of a request whose caller token alone says in which ones its caller is (T056): the only one, or the one
 * of several that the caller asks for. Pure.
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
