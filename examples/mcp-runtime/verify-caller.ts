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
  // An ID token has another type. An issuer that sends no `at+jwt` needs another rule here.
  const rules = { issuer, audience, typ: 'at+jwt', algorithms: ['RS256'], requiredClaims: ['sub', 'exp'] };
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

/** The workspaces in the claim, a list of `workspace:role`; none if one entry has another form. */
function workspacesIn(payload: JWTPayload, claim: string): string[] {
  const entries = [payload[claim] ?? []].flat().map((entry) => workspaceIn(entry));
  return entries.every((entry) => entry !== undefined) ? entries : [];
}

function workspaceIn(entry: unknown): string | undefined {
  return typeof entry === 'string'
    ? /^([A-Za-z0-9][\w-]{0,63}):(?:member|admin)$/.exec(entry)?.[1]
    : undefined;
}

/** The caller in one workspace; undefined if the token does not name the workspace. */
export function callerIn(workspaceId: string, { token, extra }: AuthInfo): Caller | undefined {
  const { subject, workspaces } = extra as { subject: string; workspaces: string[] };
  return workspaces.includes(workspaceId) ? { token, subject, workspaceId } : undefined;
}
