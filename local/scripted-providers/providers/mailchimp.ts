/** https://mailchimp.com/developer/marketing/guides/access-user-data-oauth-2/ */
import { accountEndpoint } from '../account-endpoint.ts';
import { oauthError } from '../answers.ts';
import type { ScriptedProvider } from '../scripted-provider.ts';

export const mailchimp: ScriptedProvider = {
  provider: 'mailchimp',
  expected: {
    account: 'ann@acme.example, Acme Inc.',
    scopes: [],
    allowedHosts: ['us6.api.mailchimp.com'],
    refreshes: false,
    revocation: 'not_supported',
  },
  tokens: { reuse: 'works' },
  authorization: {
    at: 'https://login.mailchimp.com/oauth2/authorize',
    absent: ['scope'],
    pkce: 'ignored',
  },
  token: {
    at: 'POST login.mailchimp.com/oauth2/token',
    credentials: 'body',
    tokens: ({ access }) => ({ access_token: access, expires_in: 0, scope: null }),
    wrongClient: oauthError(401, 'invalid_client'),
    wrongCode: oauthError(400, 'invalid_grant'),
  },
  endpoints: {
    'GET login.mailchimp.com/oauth2/metadata': accountEndpoint({
      account: {
        dc: 'us6',
        role: 'owner',
        accountname: 'Acme Inc.',
        user_id: 15672143,
        login: {
          email: 'ann@acme.example',
          avatar: null,
          login_id: 15672987,
          login_name: 'ann',
          login_email: 'ann@acme.example',
        },
        login_url: 'https://login.mailchimp.com',
        api_endpoint: 'https://us6.api.mailchimp.com',
      },
      // With status 200, and in words that no document lists.
      refused: { status: 200, body: { error: 'invalid_token' } },
      token: { scheme: 'OAuth' },
    }),
  },
};
