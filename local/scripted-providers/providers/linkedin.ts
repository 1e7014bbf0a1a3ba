/**
 * https://learn.microsoft.com/en-us/linkedin/shared/authentication/authorization-code-flow and
 * …/programmatic-refresh-tokens; PKCE as in https://github.com/UsefulSoftwareCo/executor/issues/2087
 */
import { accountEndpoint } from '../account-endpoint.ts';
import { oauthError } from '../answers.ts';
import { revocationEndpoint } from '../revocation-endpoint.ts';
import type { ScriptedProvider } from '../scripted-provider.ts';

const SCOPES = ['openid', 'profile', 'email'];
const LIFE = 5_183_999;

const providerOf = (refreshes: boolean): ScriptedProvider => ({
  provider: 'linkedin',
  expected: {
    account: 'ann@linkedin.example',
    scopes: SCOPES,
    allowedHosts: ['api.linkedin.com'],
    refreshes,
    revocation: 'unconfirmed',
  },
  tokens: { prefixes: { access: 'AQX', refresh: 'AQW' }, reuse: 'works' },
  authorization: {
    at: 'https://www.linkedin.com/oauth/v2/authorization',
    scopes: { names: SCOPES, others: 'refused' },
    // A verifier makes the exchange fail.
    pkce: 'refused',
  },
  token: {
    at: 'POST www.linkedin.com/oauth/v2/accessToken',
    credentials: 'body',
    // A refresh brings the same refresh token, with what is left of its year.
    tokens: ({ access, refresh }, { isExchange }) => ({
      access_token: access,
      expires_in: LIFE,
      ...(refreshes && {
        refresh_token: refresh,
        refresh_token_expires_in: isExchange ? 31_536_000 : 26_352_000,
      }),
      scope: [...SCOPES].sort().join(','),
      token_type: 'Bearer',
    }),
    wrongClient: oauthError(401, 'invalid_client', 'Client authentication failed'),
    wrongCode: oauthError(
      400,
      'invalid_request',
      'Unable to retrieve access token: appid/redirect uri/code verifier does not match authorization code. Or authorization code expired. Or external member binding exists',
    ),
    ...(refreshes && {
      refresh: {
        deadGrant: oauthError(
          400,
          'invalid_request',
          'The provided refresh token is invalid, expired or revoked',
        ),
        // Without a Retry-After: limits end at midnight UTC.
        throttled: { status: 429, body: { status: 429, message: 'Resource level throttle limit reached' } },
      },
    }),
  },
  endpoints: {
    // No page describes it: it answers, and here it did nothing. RFC 7009 has the same answer for a token that had run out.
    'POST www.linkedin.com/oauth/v2/revoke': revocationEndpoint({
      credentials: 'body',
      takes: 'either',
      endsGrant: false,
      revoked: { status: 200, body: '' },
      unknown: { status: 200, body: '' },
    }),
    'GET api.linkedin.com/v2/userinfo': accountEndpoint({
      account: {
        sub: '782bbtaQ',
        name: 'Ann Person',
        email: 'ann@linkedin.example',
        email_verified: true,
        locale: { country: 'US', language: 'en' },
      },
      refused: {
        status: 401,
        body: { status: 401, serviceErrorCode: 65600, message: 'Invalid access token' },
      },
    }),
  },
});

export const linkedin = providerOf(false);
/** Of an app that LinkedIn has approved for refresh tokens. */
export const linkedinRefreshing: ScriptedProvider = {
  ...providerOf(true),
  variant: 'with refresh tokens',
};
