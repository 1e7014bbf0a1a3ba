/**
 * https://github.com/reddit-archive/reddit/wiki/OAuth2 and …/wiki/API; answers as in
 * https://github.com/reddit-archive/reddit/blob/master/r2/r2/controllers/oauth2.py
 */
import { accountEndpoint } from '../account-endpoint.ts';
import { must, type ReceivedRequest } from '../received-request.ts';
import { revocationEndpoint } from '../revocation-endpoint.ts';
import type { Answer, ScriptedProvider } from '../scripted-provider.ts';

const SCOPES = ['identity', 'read', 'mysubreddits'];

/** `<platform>:<app ID>:<version string> (<contact>)`: programs that do not say who they are get 429. */
const NAMED = /^[a-z]+:[\w.-]+:v?[\d.]+ \(.+\)$/;

function checkUserAgent({ headers }: ReceivedRequest): void {
  must(
    NAMED.test(headers['user-agent'] ?? ''),
    `a User-Agent of Reddit's form, was ${headers['user-agent']}`,
  );
}

/** The error is the status. */
const refused = (status: number, message: string): Answer => ({ status, body: { message, error: status } });

export const reddit: ScriptedProvider = {
  provider: 'reddit',
  expected: {
    account: 'u/ann_person',
    scopes: SCOPES,
    apiHeaders: { 'user-agent': 'web:example.connections:v0.1 (+https://connections.example)' },
    allowedHosts: ['oauth.reddit.com'],
    refreshes: true,
    revocation: 'revoked',
  },
  tokens: { prefixes: { access: '1005-', refresh: '1005-r' }, reuse: 'works' },
  authorization: {
    at: 'https://www.reddit.com/api/v1/authorize',
    parameters: { duration: 'permanent' },
    scopes: { names: SCOPES, others: 'refused' },
    pkce: 'ignored',
  },
  token: {
    at: 'POST www.reddit.com/api/v1/access_token',
    credentials: 'basic',
    check: checkUserAgent,
    tokens: ({ access, refresh }, { asked, isExchange }) => ({
      access_token: access,
      token_type: 'bearer',
      expires_in: 3600,
      scope: [...SCOPES].sort().join(' '),
      ...(isExchange && asked.get('duration') === 'permanent' && { refresh_token: refresh }),
    }),
    wrongClient: { ...refused(401, 'Unauthorized'), headers: { 'www-authenticate': 'Basic realm="reddit"' } },
    wrongCode: { status: 200, body: { error: 'invalid_grant' } },
    refresh: {
      deadGrant: refused(400, 'Bad Request'),
      throttled: { ...refused(429, 'Too Many Requests'), headers: { 'x-ratelimit-reset': '37' } },
    },
  },
  endpoints: {
    'POST www.reddit.com/api/v1/revoke_token': revocationEndpoint({
      credentials: 'basic',
      check(request, { token_type_hint: hint }) {
        checkUserAgent(request);
        must(['access_token', 'refresh_token', undefined].includes(hint as string), 'token_type_hint');
      },
      // An access token ends alone; a refresh token takes its access tokens along.
      takes: 'refresh',
      endsGrant: true,
      revoked: { status: 200, body: '' },
      unknown: { status: 204 },
    }),
    'GET oauth.reddit.com/api/v1/me': accountEndpoint({
      check: checkUserAgent,
      account: { id: '5ab3x', name: 'ann_person', has_verified_email: true, icon_img: '' },
      refused: refused(401, 'Unauthorized'),
    }),
  },
};
