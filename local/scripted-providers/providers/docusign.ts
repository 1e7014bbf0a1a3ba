/** https://developers.docusign.com/platform/auth/confidential-authcode-get-token and …/auth/reference/user-info */
import { accountEndpoint } from '../account-endpoint.ts';
import { oauthError, tooManyRequests } from '../answers.ts';
import type { ScriptedProvider } from '../scripted-provider.ts';

const ACCOUNT_HOST = 'account.docusign.com';

const account = (account_id: string, account_name: string, base_uri: string, is_default = false) => ({
  account_id,
  is_default,
  account_name,
  base_uri,
});
const ACME = account('a4ec37d6-1111-4222-8333-143885c220e1', 'Acme Corp', 'https://na3.docusign.net', true);
const ACME_EU = account('b5fd48e7-1111-4222-8333-254996d331f2', 'Acme Europe', 'https://eu.docusign.net');
/** For agencies of the US government, outside docusign.net. */
const GOVERNMENT = account('c60e59f8-1111-4222-8333-365aa7e44203', 'Acme Gov', 'https://www.docusign.mil');

const belongingTo = (
  accounts: object[],
  variant: Pick<ScriptedProvider, 'variant'>,
  chosen: Pick<ScriptedProvider['expected'], 'tenants' | 'allowedHosts'>,
): ScriptedProvider => ({
  provider: 'docusign',
  ...variant,
  expected: {
    account: 'ann@acme.example',
    scopes: ['extended', 'signature'],
    refreshes: true,
    revocation: 'not_supported',
    ...chosen,
  },
  tokens: { reuse: 'ends-grant' },
  authorization: {
    at: `https://${ACCOUNT_HOST}/oauth/auth`,
    scopes: { names: ['signature', 'extended'], others: 'refused' },
    pkce: 'S256',
  },
  token: {
    at: `POST ${ACCOUNT_HOST}/oauth/token`,
    credentials: 'basic',
    tokens: ({ access, refresh }) => ({
      access_token: access,
      token_type: 'Bearer',
      refresh_token: refresh,
      expires_in: 28800,
      scope: 'signature',
    }),
    wrongClient: oauthError(401, 'invalid_client'),
    wrongCode: oauthError(400, 'invalid_grant', 'expired_client_token'),
    refresh: {
      deadGrant: oauthError(400, 'invalid_grant', 'expired_client_token'),
      throttled: tooManyRequests(60),
    },
  },
  endpoints: {
    [`GET ${ACCOUNT_HOST}/oauth/userinfo`]: accountEndpoint({
      account: {
        sub: '4799e5e9-1111-4222-8333-cf4713bbcacc',
        name: 'Ann Example',
        given_name: 'Ann',
        family_name: 'Example',
        created: '2015-08-13T22:03:03.45',
        email: 'ann@acme.example',
        accounts,
      },
      refused: oauthError(401, 'invalid_token'),
    }),
  },
});

export const docusign = belongingTo([ACME, GOVERNMENT], {}, { allowedHosts: ['na3.docusign.net'] });
export const docusignSeveral = belongingTo(
  [ACME, ACME_EU],
  { variant: 'several accounts' },
  { allowedHosts: ['eu.docusign.net'], tenants: { labels: ['Acme Corp', 'Acme Europe'], chosen: 1 } },
);
