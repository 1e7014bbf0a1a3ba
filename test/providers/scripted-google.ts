/**
 * Google as its documentation describes it: https://developers.google.com/identity/protocols/oauth2/web-server,
 * …/protocols/oauth2#expiration and OpenID Connect's userinfo.
 */
import { createHash } from 'node:crypto';
import { generateKeyPair, SignJWT } from 'jose';
import type { Scripted } from '../oauth/scripted-provider.ts';
import { formOf, type Host, json } from './scripted-hosts.ts';

export const GOOGLE_CLIENT = { id: '1234-abc.apps.googleusercontent.com', secret: 'GOCSPX-secret' };
const SCOPE =
  'openid https://www.googleapis.com/auth/userinfo.email https://www.googleapis.com/auth/gmail.readonly';

export interface Consent {
  code: string;
  redirectUri: string;
  challenge: string;
}

export interface Google {
  hosts: Record<string, Host>;
  /** Refresh tokens of the account's one grant. */
  live: Set<string>;
  /** What the token endpoint answers next, in place of its own answer. */
  say(answer: Scripted): void;
}

export async function scriptedGoogle(consent: Consent): Promise<Google> {
  const idToken = await makeIdToken();
  const live = new Set<string>();
  const said: Scripted[] = [];
  let accessTokens = 0;

  const tokens = (extra: object) =>
    json({
      access_token: `ya29.${++accessTokens}`,
      expires_in: 3599,
      scope: SCOPE,
      token_type: 'Bearer',
      id_token: idToken,
      ...extra,
    });

  const exchange = (form: Record<string, string>): Scripted => {
    const challenge = createHash('sha256')
      .update(form.code_verifier ?? '')
      .digest('base64url');
    const isGood =
      form.code === consent.code &&
      form.redirect_uri === consent.redirectUri &&
      challenge === consent.challenge;
    if (!isGood) return json({ error: 'invalid_grant', error_description: 'Bad Request' }, 400);
    live.add('1//refresh');
    return tokens({ refresh_token: '1//refresh' });
  };

  const refresh = (form: Record<string, string>): Scripted =>
    live.has(form.refresh_token ?? '')
      ? tokens({})
      : json({ error: 'invalid_grant', error_description: 'Token has been expired or revoked.' }, 400);

  const token: Host = (request) => {
    const next = said.shift();
    if (next) return next;
    const form = formOf(request);
    if (form.client_id !== GOOGLE_CLIENT.id || form.client_secret !== GOOGLE_CLIENT.secret)
      return json({ error: 'invalid_client', error_description: 'Unauthorized' }, 401);
    if (form.grant_type === 'authorization_code') return exchange(form);
    if (form.grant_type === 'refresh_token') return refresh(form);
    return json({ error: 'unsupported_grant_type' }, 400);
  };

  /** “The token can be an access token or a refresh token”; either ends the whole grant. */
  const revoke: Host = (request) => {
    const { token: given = '' } = formOf(request);
    const isForm = String(request.headers['content-type']).startsWith('application/x-www-form-urlencoded');
    if (!isForm || !(live.has(given) || given.startsWith('ya29.')) || live.size === 0)
      return json({ error: 'invalid_token', error_description: 'Token expired or revoked' }, 400);
    live.clear();
    return json({});
  };

  const endpoints: Record<string, Host> = { 'POST /token': token, 'POST /revoke': revoke };
  return {
    hosts: {
      'oauth2.googleapis.com': (request) =>
        endpoints[`${request.method} ${request.path}`]?.(request) ?? { status: 404 },
      'openidconnect.googleapis.com': userinfo,
    },
    live,
    say: (answer) => said.push(answer),
  };
}

const userinfo: Host = ({ method, path, headers }) => {
  if (`${method} ${path}` !== 'GET /v1/userinfo') return { status: 404 };
  if (!/^Bearer ya29\./.test(headers.authorization as string))
    return json({ error: 'invalid_request', error_description: 'Invalid Credentials' }, 401);
  return json({
    sub: '110248495921238986420',
    picture: 'https://lh3.googleusercontent.com/a/x',
    email: 'ada@example.com',
    email_verified: true,
    hd: 'example.com',
  });
};

async function makeIdToken(): Promise<string> {
  const { privateKey } = await generateKeyPair('RS256');
  const claims = { azp: GOOGLE_CLIENT.id, email: 'ada@example.com', email_verified: true };
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'RS256', kid: 'k', typ: 'JWT' })
    .setIssuer('https://accounts.google.com')
    .setAudience(GOOGLE_CLIENT.id)
    .setSubject('110248495921238986420')
    .setIssuedAt()
    .setExpirationTime('1h')
    .sign(privateKey);
}
