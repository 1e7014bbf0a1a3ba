import { WorkspaceId } from '../contract/identifiers.ts';
import { type AccessTokenVerifier, TokenNotAccepted } from '../oauth/verify-access-token.ts';
import type { Caller, Role } from './caller.ts';
import { Problem } from './errors.ts';

/** Turns a bearer token into its caller. Throws `unauthenticated` or `temporarily_unavailable`. */
export type VerifyCaller = (token: string) => Promise<Caller>;

/** Makes a {@link VerifyCaller}; `workspaceClaim` names the claim that holds the caller's roles. */
export function createVerifyCaller(verify: AccessTokenVerifier, workspaceClaim: string): VerifyCaller {
  return async (token) => {
    try {
      const claims = await verify(token);
      return { issuer: claims.iss, subject: claims.sub, roles: rolesOf(claims[workspaceClaim]) };
    } catch (cause) {
      throw new Problem(cause instanceof TokenNotAccepted ? 'unauthenticated' : 'temporarily_unavailable', {
        cause,
      });
    }
  };
}

/** `workspace:role` strings, in an array or separated by spaces. An entry of any other form gives no right. */
function rolesOf(claim: unknown): ReadonlyMap<string, Role> {
  const entries = typeof claim === 'string' ? claim.split(' ') : Array.isArray(claim) ? claim : [];
  const roles = new Map<string, Role>();
  for (const entry of entries) {
    const [workspaceId = '', role, ...rest] = String(entry).split(':');
    const wellFormed = WorkspaceId.safeParse(workspaceId).success && rest.length === 0;
    if (wellFormed && (role === 'member' || role === 'admin') && roles.get(workspaceId) !== 'admin') {
      roles.set(workspaceId, role);
    }
  }
  return roles;
}
