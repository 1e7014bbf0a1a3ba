/** Verifies the access token of an MCP client before its request is handled. */
import {
  type AuthInfo,
  OAuthError,
  OAuthErrorCode,
  type OAuthTokenVerifier,
} from '@modelcontextprotocol/server';
import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify } from 'jose';
import type { Settings } from './settings.ts';

export interface Caller {
  /** The access token. It is sent only to the injector, which verifies it again. */
  token: string;
  subject: string;
  workspaceId: string;
}

/** A verifier for access tokens of the issuer in the settings. */
export function createCallerVerifier({
  issuer,
  jwksUri,
  audience,
  workspaceClaim,
}: Settings['signIn']): OAuthTokenVerifier {
  const keys = createRemoteJWKSet(new URL(jwksUri));
  const rules = { issuer, audience, algorithms: ['RS256'], requiredClaims: ['sub', 'exp'] };
  return {
    async verifyAccessToken(token) {
      const { payload } = await jwtVerify(token, keys, rules).catch(refuse);
      const { sub, exp } = payload;
      const extra = { subject: sub, workspaces: workspacesIn(payload, workspaceClaim) };
      return { token, clientId: String(payload.client_id ?? ''), scopes: [], expiresAt: exp, extra };
    },
  };
}

/** An invalid token becomes a 401. Keys that are not available become a 500. */
function refuse(error: unknown): never {
  const isTokenInvalid =
    error instanceof errors.JOSEError && /^ERR_(JWT|JWS|JOSE_ALG|JOSE_NOT|JWKS_NO)/.test(error.code);
  if (!isTokenInvalid) throw error;
  throw new OAuthError(OAuthErrorCode.InvalidToken, 'The access token is not valid.');
}

/** The workspaces in the claim, whose entries are `workspace:role`, in an array or separated by spaces. */
function workspacesIn(payload: JWTPayload, claim: string): string[] {
  const entries = [payload[claim] ?? []].flat().flatMap((entry) => String(entry).split(' '));
  return entries.map((entry) => entry.split(':', 1)[0] ?? '');
}

/** The caller in one workspace; undefined if the token does not name the workspace. */
export function callerIn(workspaceId: string, { token, extra }: AuthInfo): Caller | undefined {
  const { subject, workspaces } = extra as { subject: string; workspaces: string[] };
  return workspaces.includes(workspaceId) ? { token, subject, workspaceId } : undefined;
}
