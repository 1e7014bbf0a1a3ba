/** https://developer.xero.com/documentation/guides/oauth2/auth-flow/ and …/tenants/ */
import { accountEndpoint } from '../account-endpoint.ts';
import { oauthError, tooManyRequests } from '../answers.ts';
import { revocationEndpoint } from '../revocation-endpoint.ts';
import type { ScriptedProvider } from '../scripted-provider.ts';

const SCOPES = [
  'openid',
  'email',
  'accounting.invoices.read',
  'accounting.payments.read',
  'accounting.contacts.read',
  'accounting.settings.read',
  'accounting.banktransactions.read',
  'accounting.reports.profitandloss.read',
  'accounting.reports.balancesheet.read',
];
const ALL = [...SCOPES, 'offline_access'];
const REFUSED = {
  status: 401,
  body: { Type: null, Title: 'Unauthorized', Status: 401, Detail: 'TokenExpired: token expired' },
};

const connection = (tenantId: string, tenantName: string, tenantType = 'ORGANISATION') => ({
  id: '7cb59f93-2964-421d-bb5e-a0f7a4572a44',
  authEventId: 'c8d2a1de-1111-4222-8333-94a5b1c2d3e4',
  tenantId,
  tenantType,
  tenantName,
  createdDateUtc: '2026-11-20T18:46:19.5165400',
  updatedDateUtc: '2026-11-20T18:46:19.5187840',
});
const DEMO = connection('fe79f7dd-b6d4-4a92-ba7b-538af6289c58', 'Demo Company (NZ)');
const ACME = connection('11aa22bb-33cc-44dd-85ee-66ff77008899', 'Acme Limited');

const reaching = (
  connections: object[],
  variant: Pick<ScriptedProvider, 'variant'>,
  chosen: Pick<ScriptedProvider['expected'], 'tenants' | 'apiHeaders'>,
): ScriptedProvider => ({
  provider: 'xero',
  ...variant,
  expected: {
    account: 'ann@acme.example',
    scopes: ALL,
    allowedHosts: ['api.xero.com'],
    refreshes: true,
    revocation: 'revoked',
    ...chosen,
  },
  tokens: { reuse: 'fails' },
  authorization: {
    at: 'https://login.xero.com/identity/connect/authorize',
    scopes: { names: ALL, others: 'refused' },
    pkce: 'ignored',
  },
  token: {
    at: 'POST identity.xero.com/connect/token',
    credentials: 'basic',
    tokens: ({ access, refresh }) => ({
      id_token: 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln',
      access_token: access,
      expires_in: 1800,
      token_type: 'Bearer',
      refresh_token: refresh,
      scope: SCOPES.join(' '),
    }),
    wrongClient: oauthError(400, 'invalid_client'),
    wrongCode: oauthError(400, 'invalid_grant'),
    refresh: { deadGrant: oauthError(400, 'invalid_grant'), throttled: tooManyRequests(20) },
  },
  endpoints: {
    'POST identity.xero.com/connect/revocation': revocationEndpoint({
      credentials: 'basic',
      takes: 'refresh',
      endsGrant: true,
      revoked: { status: 200, body: '' },
    }),
    'GET identity.xero.com/connect/userinfo': accountEndpoint({
      account: {
        sub: 'db0ae27c9b8e5c7f8f1c2d3e4f5a6b7c',
        xero_userid: '1945393b-6eb7-4143-b083-7ab26cd7690b',
        email: 'ann@acme.example',
      },
      refused: { status: 401, body: '' },
    }),
    'GET api.xero.com/connections': accountEndpoint({ account: connections, refused: REFUSED }),
  },
});

const headersOf = ({ tenantId }: { tenantId: string }) => ({
  apiHeaders: { 'xero-tenant-id': tenantId, accept: 'application/json' },
});

export const xero = reaching([ACME], {}, headersOf(ACME));
export const xeroSeveral = reaching(
  [DEMO, ACME],
  { variant: 'several organisations' },
  { ...headersOf(ACME), tenants: { labels: ['Demo Company (NZ)', 'Acme Limited'], chosen: 1 } },
);
