/**
 * GitHub's OAuth Apps as the documentation describes them:
 * https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps and …/rest/apps/oauth-applications.
 */
import { createHash } from 'node:crypto';
import type { Scripted } from '../oauth/scripted-provider.ts';
import { formOf, type Host, json } from './scripted-hosts.ts';

export const GITHUB_CLIENT = { id: 'Ov23liAbCdEf', secret: '0123456789abcdef' };

export interface GitHub {
  hosts: Record<string, Host>;
  live: Set<string>;
}

export function scriptedGitHub(consent: { code: string; redirectUri: string; challenge: string }): GitHub {
  const live = new Set(['gho_other']);
  let spent = false;

  /** Errors come with status 200. */
  const exchange = (form: Record<string, string>): Record<string, string> => {
    const isClient = form.client_id === GITHUB_CLIENT.id && form.client_secret === GITHUB_CLIENT.secret;
    if (!isClient)
      return { error: 'incorrect_client_credentials', error_description: 'passed are incorrect.' };
    if (form.redirect_uri !== consent.redirectUri) return { error: 'redirect_uri_mismatch' };
    const challenge = createHash('sha256')
      .update(form.code_verifier ?? '')
      .digest('base64url');
    if (spent || form.code !== consent.code || challenge !== consent.challenge)
      return { error: 'bad_verification_code', error_description: 'incorrect or expired.' };
    spent = true;
    live.add('gho_1');
    return { access_token: 'gho_1', scope: 'read:org,read:user,repo', token_type: 'bearer' };
  };

  const login: Host = (request) => {
    if (`${request.method} ${request.path}` !== 'POST /login/oauth/access_token') return { status: 404 };
    const answer = exchange(formOf(request));
    // “By default, the response takes the form of” a form; JSON only for those who ask.
    if (request.headers.accept === 'application/json') return json(answer);
    return {
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: String(new URLSearchParams(answer)),
    };
  };

  const api: Host = (request): Scripted => {
    // “Requests with no User-Agent header will be rejected.”
    if (!request.headers['user-agent']) return { status: 403 };
    const line = `${request.method} ${request.path}`;
    if (line === 'GET /user') return user(request.headers.authorization, live);
    if (line === `DELETE /applications/${GITHUB_CLIENT.id}/token`) return deleteToken(request, live);
    return json({ message: 'Not Found' }, 404);
  };

  return { hosts: { 'github.com': login, 'api.github.com': api }, live };
}

function user(authorization: unknown, live: Set<string>): Scripted {
  if (!live.has(String(authorization).replace('Bearer ', '')))
    return json({ message: 'Bad credentials' }, 401);
  return json({ login: 'octocat', id: 583_231, node_id: 'MDQ6', email: null, name: 'The Octocat' });
}

/** “Delete an app token”: this token alone. The client authenticates by Basic, without any encoding of its parts. */
const deleteToken = (request: Parameters<Host>[0], live: Set<string>): Scripted => {
  const credentials = Buffer.from(`${GITHUB_CLIENT.id}:${GITHUB_CLIENT.secret}`).toString('base64');
  if (request.headers.authorization !== `Basic ${credentials}`)
    return json({ message: 'Bad credentials' }, 401);
  const token = bodyOf(request.body)?.access_token;
  if (typeof token !== 'string') return json({ message: 'Validation Failed' }, 422);
  return live.delete(token) ? { status: 204 } : json({ message: 'Not Found' }, 404);
};

function bodyOf(text: string): { access_token?: unknown } | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
