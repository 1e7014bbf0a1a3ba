import type { WorkspaceClaimForm } from '../../contract/environment.ts';
import { type AccessTokenVerifier, TokenNotAccepted } from '../../oauth/jwt/verify-access-token.ts';
import type { Caller } from '../caller.ts';
import { Problem } from '../errors.ts';
import { workspaceRoles } from './workspace-roles.ts';

/** Turns a bearer token into its caller. Throws `unauthenticated`, `workspace_claim_refused` or `temporarily_unavailable`. */
export type VerifyCaller = (token: string) => Promise<Caller>;

/** The claim that holds the caller's roles, and the form in which the issuer writes it. */
export interface WorkspaceClaim {
  name: string;
  form: WorkspaceClaimForm;
}

/** Makes a {@link VerifyCaller}. */
export function createVerifyCaller(
  verify: AccessTokenVerifier,
  { name, form }: WorkspaceClaim,
): VerifyCaller {
  return async (token) => {
    const claims = await verify(token).catch(refuse);
    const claim = Object.hasOwn(claims, name) ? claims[name] : undefined;
    const roles = workspaceRoles(claim, form);
    return { issuer: claims.iss, subject: claims.subject, roles, issuedAt: (claims.iat ?? 0) * 1_000 };
  };
}

function refuse(cause: unknown): never {
  const code = cause instanceof TokenNotAccepted ? 'unauthenticated' : 'temporarily_unavailable';
  throw new Problem(code, { cause });
}
