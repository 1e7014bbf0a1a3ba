/** The issuer of the bench: its two documents, and access tokens of callers. */
import type { RequestListener } from 'node:http';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { ENVIRONMENT, WORKSPACE } from './scene.ts';

export const ISSUER_HOST = new URL(ENVIRONMENT.CONNECTIONS_JWT_ISSUER).host;
const { privateKey, publicKey } = await generateKeyPair('RS256');

/** Serves discovery and keys. */
export const issuer: RequestListener = async (request, response) => {
  const { CONNECTIONS_JWT_ISSUER: name } = ENVIRONMENT;
  const keys = [{ ...(await exportJWK(publicKey)), kid: 'bench', alg: 'RS256', use: 'sig' }];
  const document = request.url === '/jwks' ? { keys } : { issuer: name, jwks_uri: `${name}/jwks` };
  response.setHeader('content-type', 'application/json').end(JSON.stringify(document));
};

/** An access token for an hour. */
export function callerToken(): Promise<string> {
  const { CONNECTIONS_JWT_ISSUER, CONNECTIONS_JWT_AUDIENCE } = ENVIRONMENT;
  return new SignJWT({ workspaces: [`${WORKSPACE}:member`] })
    .setProtectedHeader({ alg: 'RS256', kid: 'bench', typ: 'at+jwt' })
    .setIssuer(CONNECTIONS_JWT_ISSUER)
    .setAudience(CONNECTIONS_JWT_AUDIENCE)
    .setSubject('ada')
    .setIssuedAt()
    .setExpirationTime('1h')
    .sign(privateKey);
}
