import type { DoorConfig, DoorServer } from '../config/door-config.ts';
import { WORKSPACE } from '../config/read-servers.ts';
import type { CallerToken } from './caller-token.ts';

/**
 * The workspace of a request: the one that its header names, else that of the server's configuration, else the only one in the
 * claim. The injector judges whether the caller may use it. Pure.
 */
export function workspaceOfCaller(
  { claims }: CallerToken,
  asked: string | undefined,
  {
    workspaceClaim,
    server: { workspace },
  }: Pick<DoorConfig, 'workspaceClaim'> & { server: Pick<DoorServer, 'workspace'> },
): { workspaceId: string } | { refusal: 'invalid_request' | 'workspace_not_chosen' } {
  const chosen =
    asked ??
    workspace ??
    onlyOne(workspaceClaim && Object.hasOwn(claims, workspaceClaim) ? claims[workspaceClaim] : []);
  if (chosen === undefined) return { refusal: 'workspace_not_chosen' };
  return WORKSPACE.test(chosen) ? { workspaceId: chosen } : { refusal: 'invalid_request' };
}

/** The claim lists `workspace:role`, or is one such text. */
function onlyOne(claim: unknown): string | undefined {
  const named = [claim].flat().map((entry) => (typeof entry === 'string' ? entry.split(':')[0] : undefined));
  const [only, ...others] = new Set(named);
  return others.length === 0 ? only : undefined;
}
