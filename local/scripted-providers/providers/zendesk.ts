/** https://developer.zendesk.com/api-reference/ticketing/oauth/grant_type_tokens/ */
import { accountEndpoint } from '../account-endpoint.ts';
import { oauthError, tooManyRequests } from '../answers.ts';
import { bearerOf, type Fields, must } from '../received-request.ts';
import type { Endpoint, ScriptedProvider } from '../scripted-provider.ts';

const HOST = 'acme.zendesk.com';
const SCOPE = 'users:read read';
const DEAD = oauthError(400, 'invalid_grant', 'The grant is invalid, expired, or revoked.');

/** A clock, and a refresh token, only for those who ask: 300 to 172800 seconds, 7 to 90 days, as numbers. */
function clockOf(fields: Fields, refresh: string): object {
  const { expires_in: life, refresh_token_expires_in: refreshLife } = fields;
  if (life === undefined) return { expires_in: null, refresh_token: null };
  must(typeof life === 'number' && life > 300 && life < 172_800, 'expires_in within its limits');
  must(
    typeof refreshLife === 'number' && refreshLife > 604_800 && refreshLife < 7_776_000,
    'refresh_token_expires_in within its limits',
  );
  return { expires_in: life, refresh_token: refresh, refresh_token_expires_in: refreshLife };
}

const revoke: Endpoint = (request, { tokens }) => {
  must(request.body === '', 'no body');
  if (!tokens.isAccessLive(bearerOf(request))) return oauthError(401, 'invalid_token');
  tokens.endPairOf(bearerOf(request));
  return { status: 204 };
};

export const zendesk: ScriptedProvider = {
  provider: 'zendesk',
  variables: { subdomain: 'acme' },
  expected: {
    account: 'ann@acme.example',
    scopes: ['users:read', 'read'],
    allowedHosts: [HOST],
    refreshes: true,
    revocation: 'unconfirmed',
  },
  tokens: { reuse: 'fails', refreshEndsAccess: true },
  authorization: {
    at: `https://${HOST}/oauth/authorizations/new`,
    parameters: { scope: SCOPE },
    pkce: 'S256',
  },
  token: {
    at: `POST ${HOST}/oauth/tokens`,
    body: 'json',
    credentials: 'body',
    check: (_request, { grant_type: type, scope }) =>
      must(type === 'refresh_token' || scope === SCOPE, `scope in the token request, was ${scope}`),
    tokens: ({ access, refresh }, { fields }) => ({
      access_token: access,
      token_type: 'bearer',
      scope: SCOPE,
      ...clockOf(fields, refresh),
    }),
    wrongClient: oauthError(401, 'invalid_client', 'Unknown client'),
    wrongCode: DEAD,
    refresh: {
      absent: [],
      deadGrant: DEAD,
      throttled: tooManyRequests(20, { error: 'Too many requests' }),
    },
  },
  endpoints: {
    [`DELETE ${HOST}/api/v2/oauth/tokens/current.json`]: revoke,
    [`GET ${HOST}/api/v2/users/me.json`]: accountEndpoint({
      account: { user: { id: 35436, name: 'Ann', email: 'ann@acme.example' } },
      refused: { status: 200, body: { user: { id: null, name: 'Anonymous user', email: null } } },
    }),
  },
};
