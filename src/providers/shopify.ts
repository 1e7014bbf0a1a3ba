import { DAY_IN_SECONDS, HOUR_IN_SECONDS } from '../contract/durations.ts';
import { inTurn, recode, record } from '../oauth/dialects.ts';
import type { ParsedAnswer, Provider } from '../oauth/provider.ts';
import { spawnedServer, withFact } from './mcp-server.ts';

const STORE = 'https://{shop}.myshopify.com';
const TOKEN_HEADER = 'X-Shopify-Access-Token';
const PRODUCTS = 'read_products';
const ORDERS = 'read_orders';

/**
 * An app is installed in a store, so the account is the store and not a person. Shopify proves its redirect with an HMAC. Tokens
 * are of the offline kind that expires, the only one that public apps may use from 2027-01-01.
 */
export const shopify: Provider = {
  id: 'shopify',
  name: 'Shopify',
  variables: {
    shop: {
      label: 'Store: the part of its address before .myshopify.com',
      example: 'acme',
      // Exactly one label: a dot, a slash or a port could name a host outside myshopify.com (T143, T245).
      pattern: '^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$',
      of: 'connection',
      echo: { parameter: 'shop', value: '{shop}.myshopify.com' },
    },
  },
  oauth: {
    issuer: STORE,
    authorizationEndpoint: `${STORE}/admin/oauth/authorize`,
    tokenEndpoint: `${STORE}/admin/oauth/access_token`,
    authorizationResponseIss: 'if-present',
    // Shopify's library takes 90 seconds. The person may have to sign in to the dashboard in between.
    callbackProof: { parameter: 'hmac', timestamp: { parameter: 'timestamp', maxAgeSeconds: 300 } },
    clientAuthentication: 'client_secret_post',
    // PKCE is not documented. The parameters are ignored.
    pkce: 'S256',
    authorizationParameters: {},
    // Without it the token never expires, and Shopify refuses such tokens of public apps.
    exchangeParameters: { expiring: '1' },
    scopes: { parameter: 'scope', always: [], requestSeparator: ',', answerSeparator: ',' },
    dialect: { answer: inTurn(impliedScopes, deadGrants) },
    accessTokenLifetime: HOUR_IN_SECONDS,
    refreshTokenLifetime: 90 * DAY_IN_SECONDS,
    // Since 2026-08-28 the old refresh token works for 30 days, or until the new one is used: a lost answer can be asked for again.
    refresh: { kind: 'rotating', replay: 'safe', idleLimit: 90 * DAY_IN_SECONDS },
    errors: {
      deadGrant: [],
      configuration: ['application_cannot_be_found', 'app_not_installed', 'shop_not_permitted'],
      transient: [],
    },
    revocation: {
      kind: 'request',
      host: '{shop}.myshopify.com',
      build: ({ token, variables }) => ({
        url: `https://${variables.shop}.myshopify.com/admin/api_permissions/current.json`,
        method: 'DELETE',
        headers: { accept: 'application/json', 'x-shopify-access-token': token },
      }),
      okStatus: [200],
      // Not 401, which only says that the access token has run out.
      alreadyGoneStatus: [],
      alreadyGone: [],
      confirms: true,
      // Uninstalls the app from the store, which ends all of its tokens there.
      reach: 'app',
      tokens: ['access'],
      needs: 'live-access-token',
      byHandAt: `${STORE}/admin/settings/apps`,
    },
    account: {
      kind: 'endpoint',
      // New public apps may not use the REST API, and this query needs no scope.
      endpoint: `${STORE}/admin/api/2026-10/graphql.json`,
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-shopify-access-token': '{accessToken}' },
      body: JSON.stringify({ query: '{ shop { id name myshopifyDomain } }' }),
      read: (answer) => {
        const { id, name, myshopifyDomain } = record(record(record(answer)?.data)?.shop) ?? {};
        return typeof id === 'string' ? { id, label: String(name || myshopifyDomain || '') } : undefined;
      },
    },
  },
  products: [
    {
      id: 'store',
      name: 'Shopify store',
      scopes: [
        { scope: PRODUCTS, description: 'Read products and collections', default: true },
        { scope: ORDERS, description: 'Read the orders of the last 60 days', default: true },
        { scope: 'read_inventory', description: 'Read stock', default: true },
        { scope: 'read_customers', description: 'Read customers', default: false },
        { scope: 'write_products', description: 'Create and change products', default: false },
        { scope: 'write_orders', description: 'Change orders', default: false },
        { scope: 'write_inventory', description: 'Change stock', default: false },
        { scope: 'write_customers', description: 'Create and change customers', default: false },
      ],
    },
  ],
  api: { hosts: ['{shop}.myshopify.com'], header: TOKEN_HEADER, authorization: '{accessToken}' },
  // Shopify's own servers (Storefront, Dev) take no token of the Admin API.
  servers: [
    withFact(
      spawnedServer({
        id: 'shopify-mcp',
        name: 'Shopify Admin (shopify-mcp), spawned',
        provider: 'shopify',
        variable: 'SHOPIFY_ACCESS_TOKEN',
        apiHosts: ['{shop}.myshopify.com'],
        scopes: [PRODUCTS, ORDERS],
      }),
      { in: 'env', name: 'MYSHOPIFY_DOMAIN', value: '{shop}.myshopify.com' },
    ),
  ],
  verified: {
    setUp:
      'Nothing to do. Enter the store and install the app. You must be the store’s owner or may install apps.',
    quota: '100 points per second for each store and app, more on higher plans.',
    unverifiedScreen:
      'None. Orders and customers need Shopify’s approval of the app for protected customer data.',
    refreshToken:
      'Expires after 90 days without use. A new consent for the same store ends the tokens before it.',
  },
  byo: {
    setUp: 'About 10 minutes in the Dev Dashboard.',
    testUsers: 'Development stores, and the stores for which you make an installation link.',
    quota: '100 points per second for each store and app, more on higher plans.',
    refreshToken:
      'Expires after 90 days without use. A new consent for the same store ends the tokens before it.',
    consoleUrl: 'https://dev.shopify.com/dashboard/',
    steps: [
      'Create an app in the Dev Dashboard.',
      'Release a version with the redirect URI shown here, not embedded, and with the legacy install flow.',
      'Choose the distribution. For one store that is not in your organisation choose “Custom”.',
      'Copy the client id and the secret from Settings.',
    ],
  },
  source: {
    documents: [
      'https://shopify.dev/docs/apps/build/authentication-authorization/authenticate-standalone-apps',
      'https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens/authorization-code-grant',
      'https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens/offline-access-tokens',
      'https://shopify.dev/changelog/more-resilient-refreshes-for-expiring-offline-access-tokens',
      'https://shopify.dev/docs/apps/build/authentication-authorization/app-installation/uninstall-app-api-request',
      'https://shopify.dev/docs/api/usage/access-scopes',
      'https://community.shopify.dev/t/520-during-refresh-token-rotation-permanently-orphans-the-offline-access-token/35182',
      'https://www.npmjs.com/package/shopify-mcp',
    ],
    checkedOn: '2026-11-30',
    confidence: 'high',
    unsure: [
      'whether the authorization page tolerates the parameters of PKCE: no document names them',
      'whether the token endpoint takes a form beside JSON for the exchange; its examples show both',
      'the status and code for a wrong client secret',
      'whether a store name may contain an underscore, as Shopify’s library allows; such names are refused here',
    ],
    comparedWith: {
      source: 'https://github.com/Shopify/shopify-app-js/tree/main/packages/apps/shopify-api/lib/auth/oauth',
      differences: [
        'The library sends the token requests as JSON; here they are forms, which the documentation of the same endpoint shows too.',
        'The library asks for `grant_options[]`; here it is left out, since offline is the default.',
        'The library sorts the parameters before it computes the HMAC; here a redirect in another order is refused, since Shopify sends them in order.',
        'The library takes a timestamp of 90 seconds; here it is 300, because a person may have to sign in before the redirect is completed.',
        'The library allows an underscore in the store’s name and other domains; here it is one label below myshopify.com.',
      ],
    },
  },
};

/** A scope that writes includes the one that reads, and Shopify then answers with the first alone. */
function impliedScopes(answer: ParsedAnswer): ParsedAnswer {
  const body = record(answer.body);
  if (typeof body?.scope !== 'string') return answer;
  const scopes = body.scope.split(',').map((scope) => scope.trim());
  const read = scopes.filter((scope) => scope.startsWith('write_')).map((scope) => `read_${scope.slice(6)}`);
  return { ...answer, body: { ...body, scope: [...new Set([...scopes, ...read])].join(',') } };
}

/** Shopify answers a spent or ended refresh token, and a spent code, with `invalid_request`. Only its words say which it was. */
function deadGrants(answer: ParsedAnswer): ParsedAnswer {
  const { error, error_description: words } = record(answer.body) ?? {};
  const isDead = /active refresh_token|authorization code was not found/i.test(String(words));
  return error === 'invalid_request' && isDead ? recode(answer, 'invalid_grant') : answer;
}
