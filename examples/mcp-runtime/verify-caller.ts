/** Who calls this runtime: the access token that an MCP client brings is checked before anything else happens. */
import {
  type AuthInfo,
  OAuthError,
  OAuthErrorCode,
  type OAuthTokenVerifier,
} from '@modelcontextprotocol/server';
import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify } from 'jose';
import type { Settings } from './settings.ts';

export interface Caller {
  /** Goes to the injector, which checks it again, and nowhere else. */
  token: string;
  subject: string;
  workspaceId: string;
}

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

/** What says something of the token is a 401; that the keys cannot be had is a 500. */
function refuse(error: unknown): never {
  const isOfToken =
    error instanceof errors.JOSEError && /^ERR_(JWT|JWS|JOSE_ALG|JOSE_NOT|JWKS_NO)/.test(error.code);
  if (!isOfToken) throw error;
  throw new OAuthError(OAuthErrorCode.InvalidToken, 'The access token is not good.');
}

/** Entries are `workspace:role`, in an array or separated by spaces. */
function workspacesIn(payload: JWTPayload, claim: string): string[] {
  const entries = [payload[claim] ?? []].flat().flatMap((entry) => String(entry).split(' '));
  return entries.map((entry) => entry.split(':', 1)[0] ?? '');
}

/** The caller in one workspace; undefined if their token does not name it. */
export function callerIn(workspaceId: string, { token, extra }: AuthInfo): Caller | undefined {
  const { subject, workspaces } = extra as { subject: string; workspaces: string[] };
  return workspaces.includes(workspaceId) ? { token, subject, workspaceId } : undefined;
}
