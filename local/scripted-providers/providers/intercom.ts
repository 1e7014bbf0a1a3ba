/** https://developers.intercom.com/docs/build-an-integration/learn-more/authentication/setting-up-oauth */
import { accountEndpoint } from '../account-endpoint.ts';
import { bearerOf, must } from '../received-request.ts';
import type { Answer, Endpoint, ScriptedProvider } from '../scripted-provider.ts';

const listed = (code: string): Answer => ({
  status: 401,
  body: { type: 'error.list', request_id: 'b2f8', errors: [{ code, message: 'Access Token Invalid' }] },
});

/** Ends every token of the app in this workspace. */
const uninstall: Endpoint = (request, { tokens }) => {
  if (!tokens.isAccessLive(bearerOf(request))) return listed('token_not_found');
  tokens.endGrant();
  return { status: 200, body: {} };
};

const providerOf = (appHost: string, apiHost: string): ScriptedProvider => ({
  provider: 'intercom',
  expected: {
    account: 'ann@acme.example, Acme',
    scopes: [],
    apiHeaders: { 'intercom-version': '2.14', accept: 'application/json' },
    allowedHosts: [apiHost],
    refreshes: false,
    revocation: 'revoked',
  },
  tokens: { prefixes: { access: 'dG9r', refresh: '' }, reuse: 'works' },
  // Permissions are ticked at the app.
  authorization: { at: `https://${appHost}/oauth`, absent: ['scope'], pkce: 'ignored' },
  token: {
    at: `POST ${apiHost}/auth/eagle/token`,
    credentials: 'body',
    isGrantTypeOptional: true,
    redirectUri: 'never',
    // The value twice; no expiry, no refresh token, no scope.
    tokens: ({ access }) => ({ token: access, access_token: access }),
    wrongClient: listed('unauthorized'),
    wrongCode: listed('unauthorized'),
  },
  endpoints: {
    [`POST ${apiHost}/auth/uninstall`]: uninstall,
    [`GET ${apiHost}/me`]: accountEndpoint({
      check: ({ headers }) => must(headers['intercom-version'] === '2.14', 'Intercom-Version'),
      account: {
        type: 'admin',
        id: '814860',
        email: 'ann@acme.example',
        app: { type: 'app', id_code: 'abc12345', name: 'Acme', region: 'EU' },
      },
      refused: listed('token_not_found'),
    }),
  },
});

/** Where the app does not say otherwise. */
export const intercom = providerOf('app.intercom.com', 'api.intercom.io');
/** Every host is another one in the EU. */
export const intercomEu: ScriptedProvider = {
  ...providerOf('app.eu.intercom.com', 'api.eu.intercom.io'),
  variant: 'in the EU',
  variables: { region: 'eu' },
};
