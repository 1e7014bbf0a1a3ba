/** https://developers.hubspot.com/docs/apps/developer-platform/build-apps/integrate-with-hubspot-mcp-server */
import { must } from '../received-request.ts';
import type { Answer, ScriptedProvider } from '../scripted-provider.ts';

/** By the app and the tools, whatever is asked. */
const SCOPES = ['oauth', 'crm.objects.contacts.read', 'crm.objects.companies.read', 'crm.hubsql.execute'];

const fails = (status: string, message: string): Answer => ({ status: 400, body: { status, message } });

export const hubspotMcp: ScriptedProvider = {
  provider: 'hubspot-mcp',
  expected: {
    account: 'Portal 149316337, user 789',
    scopes: SCOPES,
    allowedHosts: ['mcp.hubspot.com'],
    refreshes: true,
    revocation: 'not_supported',
  },
  tokens: { prefixes: { access: 'C', refresh: 'na1-' }, reuse: 'fails' },
  authorization: {
    at: 'https://mcp.hubspot.com/oauth/authorize/user',
    absent: ['scope', 'optional_scope', 'resource'],
    pkce: 'S256',
  },
  token: {
    at: 'POST mcp.hubspot.com/oauth/v3/token',
    credentials: 'body',
    check: ({ query }) => must(query.size === 0, 'nothing in the query'),
    tokens: ({ access, refresh }) => ({
      token_use: 'access_token',
      token_type: 'bearer',
      access_token: access,
      refresh_token: refresh,
      expires_in: 1800,
      id_token: null,
      hub_id: 149_316_337,
      user_id: 789,
      scopes: SCOPES,
    }),
    wrongClient: fails('BAD_CLIENT_SECRET', 'missing or invalid client secret'),
    wrongCode: fails('BAD_AUTH_CODE', 'missing or invalid auth code'),
    refresh: {
      absent: [],
      deadGrant: fails('BAD_REFRESH_TOKEN', 'missing or invalid refresh token'),
      throttled: {
        status: 429,
        body: { status: 'error', message: 'too many requests', category: 'RATE_LIMITS' },
      },
    },
  },
};
