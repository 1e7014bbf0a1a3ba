/**
 * Decides at API Gateway whether a request may go to the endpoint. It looks at the access token and at nothing else; the endpoint
 * verifies the token once more, and the injector does too.
 *
 * API Gateway renames a function's `WWW-Authenticate` (anthropics/claude-ai-mcp#748), so the endpoint's own challenge does not
 * arrive. This decision carries the challenge in its context, and a gateway response puts the challenge into the header.
 */
import { Problem } from '../broker/errors.ts';
import { bearerOf, challengeOf } from './challenge.ts';
import type { EndpointPorts, EndpointSettings } from './endpoint-ports.ts';
import { audienceAt } from './metadata.ts';
import { type EndpointPath, readPath } from './read-path.ts';

export type VisitDecision =
  | { isAllowed: true }
  /** `challenge`: the value of `WWW-Authenticate`. */
  | { isAllowed: false; challenge: string };

const ALLOWED: VisitDecision = { isAllowed: true };

/** Rejects with Problem `temporarily_unavailable` while the issuer's keys cannot be had. */
export async function authorizeVisit(
  ports: Pick<EndpointPorts, 'verifyCaller'> & {
    settings: Omit<EndpointSettings, 'issuer' | 'personalWorkspaces'>;
  },
  request: Pick<Request, 'url' | 'headers'>,
): Promise<VisitDecision> {
  const asked = readPath(ports.settings.address, request.url);
  // No token is good at a path that does not exist, and the endpoint answers that there is nothing.
  if (asked?.kind !== 'endpoint') return ALLOWED;
  const isGood = await bringsGoodToken(ports, asked.path, request);
  if (isGood) return ALLOWED;
  return { isAllowed: false, challenge: challengeOf(ports.settings, asked.path, request) };
}

async function bringsGoodToken(
  { settings, verifyCaller }: Parameters<typeof authorizeVisit>[0],
  path: EndpointPath,
  request: Pick<Request, 'headers'>,
): Promise<boolean> {
  const token = bearerOf(request);
  if (token === undefined) return false;
  try {
    await verifyCaller(token, audienceAt(settings, path));
    return true;
  } catch (error) {
    const code = error instanceof Problem ? error.code : undefined;
    if (code === 'unauthenticated') return false;
    // The token is good, and the endpoint says what is wrong with its claim: another sign-in would change nothing.
    if (code === 'workspace_claim_refused') return true;
    throw error;
  }
}
