/** https://developer.clickup.com/docs/authentication and …/reference/getaccesstoken; codes as programs report them */
import { accountEndpoint } from '../account-endpoint.ts';
import type { Answer, ScriptedProvider } from '../scripted-provider.ts';

const refused = (status: number, err: string, code: string): Answer => ({
  status,
  body: { err, ECODE: code },
});

export const clickup: ScriptedProvider = {
  provider: 'clickup',
  expected: {
    account: 'ann@clickup.example',
    scopes: [],
    allowedHosts: ['api.clickup.com'],
    refreshes: false,
    revocation: 'not_supported',
  },
  tokens: { prefixes: { access: '1234567_', refresh: '' }, reuse: 'works' },
  // Workspaces are ticked on ClickUp's page.
  authorization: { at: 'https://app.clickup.com/api', absent: ['scope'], pkce: 'ignored' },
  token: {
    at: 'POST api.clickup.com/api/v2/oauth/token',
    // The header is not read.
    credentials: 'body',
    isGrantTypeOptional: true,
    redirectUri: 'never',
    // No expiry, no refresh token, no scope.
    tokens: ({ access }) => ({ access_token: access, token_type: 'Bearer' }),
    wrongClient: refused(401, 'Client secret does not match', 'OAUTH_011'),
    wrongCode: refused(400, 'Code already used', 'OAUTH_014'),
  },
  endpoints: {
    'GET api.clickup.com/api/v2/user': accountEndpoint({
      account: { user: { id: 183, username: 'Ann', email: 'ann@clickup.example', initials: 'A' } },
      refused: refused(401, 'Token invalid', 'OAUTH_025'),
    }),
  },
};
