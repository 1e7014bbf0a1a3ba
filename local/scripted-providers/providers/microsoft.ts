/** https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow and …/reference-error-codes */
import { accountEndpoint } from '../account-endpoint.ts';
import { must } from '../received-request.ts';
import type { Answer, ScriptedProvider } from '../scripted-provider.ts';

const SCOPES = [
  'User.Read',
  'Mail.Read',
  'Calendars.Read',
  'Files.Read',
  'Team.ReadBasic.All',
  'Channel.ReadBasic.All',
  'Chat.Read',
];

const refused = (status: number, error: string, number: number): Answer => ({
  status,
  body: {
    error,
    error_description: `AADSTS${number}: … Trace ID: 0a1b Correlation ID: 2c3d Timestamp: 2026-11-24 09:00:00Z`,
    error_codes: [number],
    timestamp: '2026-11-24 09:00:00Z',
    trace_id: '0a1b',
    correlation_id: '2c3d',
  },
});

export const microsoft: ScriptedProvider = {
  provider: 'microsoft',
  expected: {
    account: 'ann@contoso.example',
    scopes: [...SCOPES, 'offline_access'],
    allowedHosts: ['graph.microsoft.com'],
    refreshes: true,
    revocation: 'not_supported',
  },
  tokens: { prefixes: { access: 'eyJ0', refresh: '0.AX' }, reuse: 'fails' },
  authorization: {
    at: 'https://login.microsoftonline.com/common/oauth2/v2.0/authorize',
    parameters: { response_mode: 'query' },
    scopes: { names: SCOPES, others: 'allowed' },
    pkce: 'S256',
    callback: { session_state: 'b6f1' },
  },
  token: {
    at: 'POST login.microsoftonline.com/common/oauth2/v2.0/token',
    credentials: 'body',
    check: ({ headers }) => must(!headers.origin, 'no Origin: the redirect URI is of the type Web'),
    /** `offline_access` is never listed; Graph's scopes may have their prefix; an ID token comes with `openid` alone. */
    tokens({ access, refresh }, { asked }) {
      const scopes = asked.get('scope')?.split(' ') ?? [];
      return {
        token_type: 'Bearer',
        scope: SCOPES.map((scope) => `https://graph.microsoft.com/${scope}`).join(' '),
        expires_in: 4231,
        ext_expires_in: 4231,
        access_token: access,
        ...(scopes.includes('offline_access') && { refresh_token: refresh }),
        ...(scopes.includes('openid') && { id_token: 'eyJhbGciOiJSUzI1NiJ9.e30.c2ln' }),
      };
    },
    wrongClient: refused(401, 'invalid_client', 7_000_222),
    wrongCode: refused(400, 'invalid_grant', 70008),
    refresh: {
      absent: [],
      deadGrant: refused(400, 'invalid_grant', 50173),
      // “The client is asking too often”, under the code of a dead grant.
      throttled: refused(400, 'invalid_grant', 50196),
    },
  },
  endpoints: {
    'GET graph.microsoft.com/v1.0/me': accountEndpoint({
      account: {
        id: '48d31887-5fad-4d73-a9f5-3c356e68a038',
        userPrincipalName: 'ann@contoso.example',
        mail: null,
      },
      refused: { status: 401, body: { error: { code: 'InvalidAuthenticationToken', message: '' } } },
    }),
  },
};
