/** The stage's issuer: discovery, keys, and tokens of its callers. Functions reach issuers over https alone, so not here. */
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { ProviderFetch } from '../../src/oauth/provider-fetch.ts';
import { ProviderFetchError } from '../../src/oauth/provider-fetch.ts';

const ISSUER = 'https://issuer.example';
const { privateKey, publicKey } = await generateKeyPair('ES256');
const jwk = { ...(await exportJWK(publicKey)), kid: 'one', alg: 'ES256', use: 'sig' };
let isDown = false;

const DOCUMENTS: Record<string, unknown> = {
  [`${ISSUER}/.well-known/openid-configuration`]: { issuer: ISSUER, jwks_uri: `${ISSUER}/jwks` },
  [`${ISSUER}/jwks`]: { keys: [jwk] },
};

/** For `answerFunctions`. */
export const issuerFetch: ProviderFetch = async ({ url }) => {
  if (isDown) throw new ProviderFetchError('network', false);
  const document = DOCUMENTS[url];
  return document ? Response.json(document) : new Response('', { status: 404 });
};

export function setIssuerDown(down: boolean): void {
  isDown = down;
}

/** An access token, or with other claims and another header another JWT. What is undefined is not there. */
export function callerToken(
  claims: Record<string, unknown> = {},
  key = privateKey,
  header: Record<string, unknown> = {},
): Promise<string> {
  const now = Math.floor(Date.now() / 1_000);
  const usual = { iss: ISSUER, aud: 'urn:connections', sub: 'ada', iat: now, exp: now + 600 };
  return new SignJWT({ ...usual, workspaces: ['acme:member'], ...claims })
    .setProtectedHeader({ alg: 'ES256', kid: 'one', typ: 'at+jwt', ...header })
    .sign(key);
}
