/** Who sent a request, and to which address. */
import type { Caller } from '../broker/caller.ts';
import { Problem } from '../broker/errors.ts';
import { bearerOf, challengeOf } from './challenge.ts';
import type { EndpointPorts, EndpointSettings } from './endpoint-ports.ts';
import { audienceAt } from './metadata.ts';
import type { EndpointPath } from './read-path.ts';
import { chooseAddress, noWorkspace, problem, tryAgain } from './refuse.ts';
import { workspaceOf } from './workspace-of.ts';

/** A request of a verified caller. */
export interface Visit {
  caller: Caller;
  /** The caller's access token. It is sent only to the injector, which verifies it again. */
  token: string;
  workspaceId: string;
  path: EndpointPath;
}

/** Verifies the caller of a request. Resolves with the refusal of one that may not use the address. */
export async function visitOf(
  { settings, verifyCaller }: Pick<EndpointPorts, 'settings' | 'verifyCaller'>,
  path: EndpointPath,
  request: Request,
): Promise<Visit | Response> {
  const token = bearerOf(request);
  if (token === undefined) return challenge(settings, path, request);
  const audience = audienceAt(settings, path);
  const caller = await verifyCaller(token, audience).catch((error: unknown) => refusalOf(error));
  if (caller === 'unauthenticated') return challenge(settings, path, request);
  if (caller instanceof Response) return caller;
  const found = workspaceOf(caller, path, settings.personalWorkspaces);
  return 'workspaceId' in found
    ? { caller, token, workspaceId: found.workspaceId, path }
    : notTheirs(settings, found);
}

function refusalOf(error: unknown): Response | 'unauthenticated' {
  const code = error instanceof Problem ? error.code : undefined;
  if (code === 'unauthenticated') return code;
  if (code === 'workspace_claim_refused') return problem(code);
  if (code === 'temporarily_unavailable') return tryAgain();
  throw error;
}

function challenge(settings: EndpointSettings, path: EndpointPath, request: Request): Response {
  return problem('unauthenticated', { 'www-authenticate': challengeOf(settings, path, request) });
}

function notTheirs(
  { address }: EndpointSettings,
  found: Exclude<ReturnType<typeof workspaceOf>, { workspaceId: string }>,
): Response {
  if (found.refused === 'no_workspace') return noWorkspace();
  if (found.refused === 'several_workspaces')
    return chooseAddress(found.workspaceIds.map((workspaceId) => `${address}/${workspaceId}`));
  return problem('not_found');
}
