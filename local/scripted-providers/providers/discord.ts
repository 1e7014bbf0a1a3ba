/** https://docs.discord.com/developers/topics/oauth2 and https://discord.com/.well-known/oauth-authorization-server */
import { accountEndpoint } from '../account-endpoint.ts';
import { oauthError } from '../answers.ts';
import { must, type ReceivedRequest } from '../received-request.ts';
import { revocationEndpoint } from '../revocation-endpoint.ts';
import type { ScriptedProvider } from '../scripted-provider.ts';

const SCOPES = ['identify', 'email', 'guilds', 'guilds.members.read'];

/** “Clients using the HTTP API must provide a valid User Agent” in this form, to which they may append. */
function checkUserAgent({ headers }: ReceivedRequest): void {
  const agent = headers['user-agent'] ?? '';
  must(
    /^DiscordBot \(https?:\/\/[^ ,)]+, [^ ,)]+\)/.test(agent),
    `User-Agent of Discord’s form, was ${agent}`,
  );
}

export const discord: ScriptedProvider = {
  provider: 'discord',
  expected: {
    account: 'nelly',
    scopes: SCOPES,
    apiHeaders: { 'user-agent': 'DiscordBot (https://connections.example, 0.1)' },
    allowedHosts: ['discord.com'],
    refreshes: true,
    revocation: 'revoked',
  },
  tokens: { prefixes: { access: '', refresh: '' }, reuse: 'fails' },
  authorization: {
    at: 'https://discord.com/oauth2/authorize',
    parameters: { prompt: 'consent', scope: SCOPES.join(' ') },
    pkce: 'S256',
    callback: { iss: 'https://discord.com' },
  },
  token: {
    // “JSON content is not permitted and will return an error.”
    at: 'POST discord.com/api/oauth2/token',
    credentials: 'basic',
    check: checkUserAgent,
    tokens: ({ access, refresh }) => ({
      access_token: access,
      token_type: 'Bearer',
      expires_in: 604_800,
      refresh_token: refresh,
      scope: SCOPES.join(' '),
    }),
    wrongClient: oauthError(401, 'invalid_client'),
    wrongCode: oauthError(400, 'invalid_grant', 'Invalid "code" in request.'),
    refresh: {
      deadGrant: oauthError(400, 'invalid_request', 'Invalid "refresh_token"'),
      // From the network in front of the API: no JSON.
      throttled: {
        status: 429,
        headers: { 'retry-after': '3', 'content-type': 'text/html' },
        body: '<html>1015</html>',
      },
    },
  },
  endpoints: {
    'POST discord.com/api/oauth2/token/revoke': revocationEndpoint({
      credentials: 'basic',
      check(request, { token_type_hint: hint }) {
        checkUserAgent(request);
        must(['access_token', 'refresh_token', undefined].includes(hint as string), 'token_type_hint');
      },
      // Whichever token is given, all tokens of its authorization end.
      takes: 'either',
      endsGrant: true,
      revoked: { status: 200, body: {} },
      unknown: { status: 200, body: {} },
    }),
    'GET discord.com/api/v10/users/@me': accountEndpoint({
      check: checkUserAgent,
      account: { id: '80351110224678912', username: 'nelly', global_name: null },
      refused: { status: 401, body: { message: '401: Unauthorized', code: 0 } },
    }),
  },
};
