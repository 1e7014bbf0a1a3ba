/** https://zoho.com/accounts/protocol/oauth/web-apps/authorization.html, …/multi-dc.html and …/revoke-refresh-token.html */
import { accountEndpoint } from '../account-endpoint.ts';
import { revocationEndpoint } from '../revocation-endpoint.ts';
import type { Answer, ScriptedProvider } from '../scripted-provider.ts';

const SCOPES = ['AaaServer.profile.READ', 'ZohoCRM.modules.READ'];

/** Errors come with status 200. */
const fails = (error: string): Answer => ({ status: 200, body: { error } });

interface DataCenter {
  /** Where the client is registered. */
  consent: string;
  /** Where the person is. */
  location: string;
  accounts: string;
  api: string;
}

const providerOf = ({ consent, location, accounts, api }: DataCenter): ScriptedProvider => ({
  provider: 'zoho',
  expected: {
    account: 'ann@acme.example',
    scopes: SCOPES,
    allowedHosts: [api],
    refreshes: true,
    revocation: 'revoked',
  },
  tokens: { prefixes: { access: '1000.', refresh: '1000.' }, reuse: 'works' },
  authorization: {
    at: `https://${consent}/oauth/v2/auth`,
    parameters: { access_type: 'offline', prompt: 'consent' },
    scopes: { names: SCOPES, others: 'refused', separator: ',' },
    pkce: 'S256',
    callback: { location, 'accounts-server': `https://${accounts}` },
  },
  token: {
    at: `POST ${accounts}/oauth/v2/token`,
    credentials: 'body',
    tokens: ({ access, refresh }, { isExchange }) => ({
      access_token: access,
      ...(isExchange && { refresh_token: refresh }),
      scope: SCOPES.join(' '),
      api_domain: `https://${api}`,
      token_type: 'Bearer',
      expires_in: 3600,
    }),
    wrongClient: fails('invalid_client'),
    wrongCode: fails('invalid_code'),
    refresh: {
      deadGrant: fails('invalid_code'),
      throttled: {
        status: 400,
        body: {
          error_description:
            'You have made too many requests continuously. Please try again after some time.',
          error: 'Access Denied',
          status: 'failure',
        },
      },
    },
  },
  endpoints: {
    [`GET ${accounts}/oauth/user/info`]: accountEndpoint({
      account: {
        First_Name: 'Ann',
        Email: 'ann@acme.example',
        Last_Name: 'Lee',
        Display_Name: 'Ann Lee',
        ZUID: 20_086_174_321,
      },
      refused: { status: 401, body: { response: 'INVALID_OAUTHTOKEN' } },
    }),
    [`POST ${accounts}/oauth/v2/token/revoke`]: revocationEndpoint({
      credentials: 'not-asked',
      takes: 'either',
      endsGrant: true,
      revoked: { status: 200, body: { status: 'success' } },
      unknown: { status: 400, body: { error: 'invalid_token' } },
    }),
  },
});

/** A client of the US for a person of the European Union. */
export const zoho = providerOf({
  consent: 'accounts.zoho.com',
  location: 'eu',
  accounts: 'accounts.zoho.eu',
  api: 'www.zohoapis.eu',
});
/** A client of Australia for a person of Canada, whose hosts have other domains. */
export const zohoCanada: ScriptedProvider = {
  ...providerOf({
    consent: 'accounts.zoho.com.au',
    location: 'ca',
    accounts: 'accounts.zohocloud.ca',
    api: 'www.zohoapis.ca',
  }),
  variant: 'from Australia to Canada',
  app: { registeredIn: 'au' },
};
