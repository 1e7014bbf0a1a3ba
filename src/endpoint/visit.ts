/** Who sent a request, and to which address. */
import type { Caller } from '../broker/caller.ts';
import { Problem } from '../broker/errors.ts';
import type { EndpointPorts, EndpointSettings } from './endpoint-ports.ts';
import { addressOf, metadataUrl } from './metadata.ts';
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

/** RFC 6750 section 2.1. */
const BEARER = /^Bearer +([A-Za-z0-9\-._~+/]+=*)$/i;

/** Verifies the caller of a request. Resolves with the refusal of one that may not use the address. */
export async function visitOf(
  { settings, verifyCaller }: Pick<EndpointPorts, 'settings' | 'verifyCaller'>,
  path: EndpointPath,
  request: Request,
): Promise<Visit | Response> {
  const token = BEARER.exec(request.headers.get('authorization') ?? '')?.[1];
  if (token === undefined) return challenge(settings, path, request.headers.has('authorization'));
  const audience = settings.audience ?? addressOf(settings, path);
  const caller = await verifyCaller(token, audience).catch((error: unknown) => refusalOf(error));
  if (caller === 'unauthenticated') return challenge(settings, path, true);
  if (caller instanceof Response) return caller;
  const found = workspaceOf(caller, path);
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

/** RFC 6750 section 3: a request that brought no token is told no error. RFC 9728 section 5.1: where the metadata is. */
function challenge(settings: EndpointSettings, path: EndpointPath, broughtOne: boolean): Response {
  const parts = [
    ...(broughtOne ? ['error="invalid_token"'] : []),
    `resource_metadata="${metadataUrl(settings, path)}"`,
    ...(settings.scopes.length > 0 ? [`scope="${settings.scopes.join(' ')}"`] : []),
  ];
  return problem('unauthenticated', { 'www-authenticate': `Bearer ${parts.join(', ')}` });
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
