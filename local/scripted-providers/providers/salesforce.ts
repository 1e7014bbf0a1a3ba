/** https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_web_server_flow.htm, with token rotation */
import { accountEndpoint } from '../account-endpoint.ts';
import { oauthError } from '../answers.ts';
import { revocationEndpoint } from '../revocation-endpoint.ts';
import type { ScriptedProvider } from '../scripted-provider.ts';

const SCOPES = ['openid', 'id', 'refresh_token', 'api'];

interface Org {
  login: string;
  instance: string;
  /** Whether the app has Refresh Token Rotation on, as partner apps must. */
  rotates: boolean;
}

const fails = (error: string, description: string) => oauthError(400, error, description);

/** Of the org's own issuer. */
function idToken({ instance }: Org): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = { iss: `https://${instance}`, sub: '0055f000001', aud: 'another', iat: 1, exp: 2 };
  return `${part({ alg: 'RS256' })}.${part(claims)}.c2ln`;
}

const providerOf = (org: Org): ScriptedProvider => ({
  provider: 'salesforce',
  variables: { loginHost: org.login },
  expected: {
    account: 'ann@acme.example',
    scopes: SCOPES,
    allowedHosts: [org.instance],
    refreshes: true,
    revocation: 'revoked',
  },
  tokens: {
    prefixes: { access: '00D!', refresh: '5Aep' },
    reuse: org.rotates ? 'ends-grant' : 'works',
  },
  authorization: {
    at: `https://${org.login}/services/oauth2/authorize`,
    parameters: { prompt: 'login consent' },
    scopes: { names: SCOPES, others: 'refused' },
    pkce: 'S256',
  },
  token: {
    at: `POST ${org.login}/services/oauth2/token`,
    credentials: 'body',
    // No `expires_in`; times as strings of milliseconds.
    tokens: ({ access, refresh }, { isExchange }) => ({
      access_token: access,
      ...((isExchange || org.rotates) && { refresh_token: refresh }),
      signature: 'c2lnbmF0dXJl',
      scope: 'refresh_token openid id api',
      id_token: idToken(org),
      instance_url: `https://${org.instance}`,
      id: `https://${org.login}/id/00D5f000001/0055f000001`,
      token_type: 'Bearer',
      issued_at: '1764000000000',
    }),
    wrongClient: fails('invalid_client', 'invalid client credentials'),
    wrongCode: fails('invalid_grant', 'expired authorization code'),
    refresh: {
      absent: [],
      deadGrant: fails('invalid_grant', 'expired access/refresh token'),
      throttled: fails('unknown_error', 'retry your request'),
    },
  },
  endpoints: {
    [`POST ${org.login}/services/oauth2/revoke`]: revocationEndpoint({
      credentials: 'not-asked',
      takes: 'refresh',
      endsGrant: true,
      revoked: { status: 200 },
      unknown: fails('invalid_token', 'this token was not found'),
    }),
    [`GET ${org.login}/services/oauth2/userinfo`]: accountEndpoint({
      account: {
        user_id: '0055f000001',
        organization_id: '00D5f000001',
        preferred_username: 'ann@acme.example',
        email: 'ann@acme.example',
      },
      refused: { status: 403, body: 'Bad_OAuth_Token' },
    }),
  },
});

/** A sandbox through its own login host. */
export const salesforce = providerOf({
  login: 'test.salesforce.com',
  instance: 'acme--uat.sandbox.my.salesforce.com',
  rotates: true,
});
export const salesforceMyDomain: ScriptedProvider = {
  ...providerOf({ login: 'acme.my.salesforce.com', instance: 'acme.my.salesforce.com', rotates: false }),
  variant: 'My Domain without rotation',
};
export const salesforceProduction: ScriptedProvider = {
  ...providerOf({ login: 'login.salesforce.com', instance: 'acme.my.salesforce.com', rotates: true }),
  variant: 'production',
};
