/** https://docs.slack.dev/authentication/installing-with-oauth and …/using-token-rotation */
import { accountEndpoint } from '../account-endpoint.ts';
import { bearerOf, must } from '../received-request.ts';
import type { Answer, CredentialsPlace, Endpoint, ScriptedProvider } from '../scripted-provider.ts';

/** How the two kinds of tokens differ. */
export interface SlackTokens {
  provider: string;
  authorizeAt: string;
  tokenPath: string;
  scopes: string[];
  prefixes: { access: string; refresh: string };
  credentials: CredentialsPlace;
  /** The error of a token whose app was removed (https://docs.slack.dev/reference/methods/auth.test). */
  ended: 'account_inactive' | 'token_revoked';
  exchanged(tokens: object): object;
  refreshed(tokens: object): object;
}

const TEAM = { id: 'T9TK3CUKW', name: 'Slack Softball Team' };
const ok = (body: object) => ({
  ok: true,
  app_id: 'A0KRD7HC3',
  team: TEAM,
  enterprise: null,
  is_enterprise_install: false,
  ...body,
});
/** Errors come with status 200, and the code in `error`. */
const refused = (error: string, status = 200): Answer => ({ status, body: { ok: false, error } });

/** With rotation the two are revoked one by one; without it the access token is all there is. */
const revokeOf =
  (rotates: boolean): Endpoint =>
  (request, { tokens }) => {
    const presented = bearerOf(request);
    if (tokens.isRefreshLive(presented)) tokens.revokeRefresh();
    else if (tokens.isAccessLive(presented)) {
      must(!rotates || !tokens.isRefreshable(), 'the refresh token as well, or it makes new access tokens');
      tokens.revokeAccess(presented);
    } else return refused('token_revoked');
    return { status: 200, body: ok({ revoked: true }) };
  };

export const slackProviderOf = (kind: SlackTokens, rotates: boolean): ScriptedProvider => ({
  provider: kind.provider,
  ...(rotates && { variant: 'with token rotation' }),
  expected: {
    account: 'ann, Slack Softball Team',
    scopes: kind.scopes,
    allowedHosts: ['slack.com', 'files.slack.com'],
    refreshes: rotates,
    revocation: 'revoked',
  },
  tokens: { prefixes: kind.prefixes, reuse: 'fails' },
  authorization: {
    at: kind.authorizeAt,
    scopes: { names: kind.scopes, others: 'allowed', separator: ',' },
    // The app has not opted in to PKCE.
    pkce: 'refused',
  },
  token: {
    at: `POST slack.com${kind.tokenPath}`,
    credentials: kind.credentials,
    isGrantTypeOptional: true,
    tokens({ access, refresh }, { isExchange }) {
      const tokens = {
        access_token: access,
        scope: kind.scopes.join(','),
        ...(rotates && { refresh_token: refresh, expires_in: 43_200 }),
      };
      return ok(isExchange ? kind.exchanged(tokens) : kind.refreshed(tokens));
    },
    wrongClient: refused('bad_client_secret'),
    wrongCode: refused('invalid_code'),
    refresh: {
      absent: [],
      deadGrant: refused('invalid_refresh_token'),
      throttled: { ...refused('ratelimited', 429), headers: { 'retry-after': '30' } },
    },
  },
  endpoints: {
    'POST slack.com/api/auth.test': accountEndpoint({
      account: ok({
        url: 'https://softball.slack.com/',
        team: TEAM.name,
        user: 'ann',
        team_id: TEAM.id,
        user_id: 'U1234',
      }),
      refused: refused('invalid_auth'),
      ended: refused(kind.ended),
    }),
    'POST slack.com/api/auth.revoke': revokeOf(rotates),
  },
});

const BOT: SlackTokens = {
  provider: 'slack',
  authorizeAt: 'https://slack.com/oauth/v2/authorize',
  tokenPath: '/api/oauth.v2.access',
  scopes: ['channels:read', 'channels:history', 'users:read'],
  prefixes: { access: 'xoxb-', refresh: 'xoxe-1-' },
  // “Instead supply the Client ID and Client Secret using the HTTP Basic authentication scheme.”
  credentials: 'basic',
  ended: 'account_inactive',
  exchanged: (tokens) => ({
    ...tokens,
    token_type: 'bot',
    bot_user_id: 'U0KRQLJ9H',
    authed_user: { id: 'U1234' },
  }),
  refreshed: (tokens) => ({ ...tokens, token_type: 'bot', bot_user_id: 'U0KRQLJ9H' }),
};

export const slack = slackProviderOf(BOT, false);
export const slackRotating = slackProviderOf(BOT, true);
