/**
 * https://shopify.dev/docs/apps/build/authentication-authorization/authenticate-standalone-apps, …/offline-access-tokens and
 * …/uninstall-app-api-request
 */
import { accountEndpoint } from '../account-endpoint.ts';
import { oauthError } from '../answers.ts';
import { must, tokenIn } from '../received-request.ts';
import type { Endpoint, ScriptedProvider } from '../scripted-provider.ts';

const HOST = 'acme.myshopify.com';
const TOKEN = { header: 'x-shopify-access-token' };
const REFUSED = {
  status: 401,
  body: { errors: '[API] Invalid API key or access token (unrecognized login or wrong password)' },
};
/** Also for a store that uninstalled the app. */
const DEAD = oauthError(401, 'invalid_request', 'This request requires an active refresh_token');

const uninstall: Endpoint = (request, { tokens }) => {
  if (!tokens.isAccessLive(tokenIn(request, TOKEN))) return REFUSED;
  tokens.endGrant();
  return { status: 200, body: {} };
};

/** `granted` are the scopes of the answer, where one that writes stands for the one that reads as well. */
const storeWith = (
  asked: string[],
  granted: string[],
  variant: Pick<ScriptedProvider, 'variant' | 'scopes'>,
): ScriptedProvider => ({
  provider: 'shopify',
  ...variant,
  variables: { shop: 'acme' },
  expected: {
    account: 'Acme Store',
    scopes: asked,
    tokenHeader: TOKEN.header,
    allowedHosts: [HOST],
    refreshes: true,
    revocation: 'revoked',
  },
  tokens: { prefixes: { access: 'shpat_', refresh: 'shprt_' }, reuse: 'fails', consentEndsGrant: true },
  authorization: {
    at: `https://${HOST}/admin/oauth/authorize`,
    parameters: { scope: asked.join(',') },
    pkce: 'ignored',
    callback: { shop: HOST, host: Buffer.from('admin.shopify.com/store/acme').toString('base64') },
    proof: { parameter: 'hmac', timestamp: 'timestamp' },
  },
  token: {
    at: `POST ${HOST}/admin/oauth/access_token`,
    credentials: 'body',
    isGrantTypeOptional: true,
    redirectUri: 'never',
    check: (_request, { grant_type: type, expiring }) =>
      must(type === 'refresh_token' || expiring === '1', `expiring=1, was ${expiring}`),
    tokens: ({ access, refresh }) => ({
      access_token: access,
      scope: granted.join(','),
      expires_in: 3600,
      refresh_token: refresh,
      refresh_token_expires_in: 90 * 24 * 3600,
    }),
    wrongClient: oauthError(401, 'invalid_client'),
    wrongCode: oauthError(400, 'invalid_request', 'The authorization code was not found or was already used'),
    refresh: {
      deadGrant: DEAD,
      throttled: { status: 520, body: 'error code: 520' },
    },
  },
  endpoints: {
    [`DELETE ${HOST}/admin/api_permissions/current.json`]: uninstall,
    [`POST ${HOST}/admin/api/2026-10/graphql.json`]: accountEndpoint({
      account: {
        data: { shop: { id: 'gid://shopify/Shop/548380009', name: 'Acme Store', myshopifyDomain: HOST } },
      },
      refused: REFUSED,
      token: TOKEN,
      check: ({ body }) => {
        const { query } = JSON.parse(body) as { query: string };
        for (const field of ['shop', 'id', 'name', 'myshopifyDomain']) must(query.includes(field), field);
      },
    }),
  },
});

const READ = ['read_products', 'read_orders', 'read_inventory'];
const WITH_WRITE = ['read_products', 'read_orders', 'write_products'];

export const shopify = storeWith(READ, READ, {});
export const shopifyWriting = storeWith(WITH_WRITE, ['read_orders', 'write_products'], {
  variant: 'a scope that writes',
  scopes: WITH_WRITE,
});
