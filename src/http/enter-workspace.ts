/** In which workspace a request acts: the one that it names, or its caller's own. `~me` is resolved here, and nowhere later (T222). */
import type { Context, MiddlewareHandler } from 'hono';
import { atOwnWorkspace } from '../broker/callers/personal-workspace.ts';
import { Problem } from '../broker/errors.ts';
import { isOfBefore } from '../broker/workspace-mark.ts';
import type { PersonalWorkspacesRule } from '../contract/environment.ts';
import { OWN_WORKSPACE } from '../contract/identifiers.ts';
import type { Route } from '../contract/routes.ts';
import type { Variables } from './guards.ts';

/** Who has a personal workspace, and when an operator ended its person. */
export interface PersonalOptions {
  personalWorkspaces?: PersonalWorkspacesRule;
  personEndedAt?: (workspaceId: string) => Promise<number | undefined>;
}

type Requests = Context<{ Variables: Variables }>;

/** The workspace that the path names, or the query of a list that belongs to none. Undefined: the request names none. */
export const namedWorkspace = (c: Requests): string | undefined =>
  c.req.param('ws') ?? c.req.query('workspace');

/**
 * Sets the workspace. Of `~me` the caller gets a role there, for this one request: where nobody named it, it is in no list of
 * theirs. Throws `not_found` where the stage, or the route, has no personal workspaces, and for a person who was ended.
 */
export function enterWorkspace(
  route: Route,
  { personalWorkspaces: rule = 'off', personEndedAt }: PersonalOptions,
): MiddlewareHandler<{ Variables: Variables }> {
  const shape = { ...route.params?.shape, ...route.query?.shape };
  const hasPersonal = (shape.ws ?? shape.workspace)?.safeParse(OWN_WORKSPACE).success === true;
  return async (c, next) => {
    const named = namedWorkspace(c);
    if (named === OWN_WORKSPACE) {
      const own = hasPersonal ? atOwnWorkspace(c.get('caller'), rule) : undefined;
      if (!own) throw new Problem('not_found');
      // A token of before is that of somebody who has left (T223).
      const endedAt = await personEndedAt?.(own.workspaceId);
      if (isOfBefore(endedAt, own.caller.issuedAt)) throw new Problem('not_found');
      c.set('caller', own.caller);
      c.set('workspaceId', own.workspaceId);
    } else if (named !== undefined) c.set('workspaceId', named);
    await next();
  };
}

/** The parameters with the workspace that was entered in the place of its name. Pure. */
export function withWorkspace<T>(values: T, name: 'ws' | 'workspace', c: Requests): T {
  const workspaceId = c.get('workspaceId');
  const has = typeof values === 'object' && values !== null && Object.hasOwn(values, name);
  return has && workspaceId !== undefined ? { ...values, [name]: workspaceId } : values;
}
