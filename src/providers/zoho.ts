import { errorsAtStatus200, inTurn, recode, record } from '../oauth/dialects.ts';
import type { ParsedAnswer, Provider, RevocationInput } from '../oauth/provider.ts';
import type { ProviderRequest } from '../oauth/provider-fetch.ts';
import { headerServer } from './mcp-server.ts';

/** Zoho's data centers by the `location` of the redirect: the host of accounts, and that of the API. */
const DATA_CENTERS: Record<string, { accountsHost: string; zohoApiHost: string }> = {
  us: { accountsHost: 'accounts.zoho.com', zohoApiHost: 'www.zohoapis.com' },
  eu: { accountsHost: 'accounts.zoho.eu', zohoApiHost: 'www.zohoapis.eu' },
  in: { accountsHost: 'accounts.zoho.in', zohoApiHost: 'www.zohoapis.in' },
  au: { accountsHost: 'accounts.zoho.com.au', zohoApiHost: 'www.zohoapis.com.au' },
  jp: { accountsHost: 'accounts.zoho.jp', zohoApiHost: 'www.zohoapis.jp' },
  ca: { accountsHost: 'accounts.zohocloud.ca', zohoApiHost: 'www.zohoapis.ca' },
  sa: { accountsHost: 'accounts.zoho.sa', zohoApiHost: 'www.zohoapis.sa' },
  uk: { accountsHost: 'accounts.zoho.uk', zohoApiHost: 'www.zohoapis.uk' },
  ae: { accountsHost: 'accounts.zoho.ae', zohoApiHost: 'www.zohoapis.ae' },
  cn: { accountsHost: 'accounts.zoho.com.cn', zohoApiHost: 'www.zohoapis.com.cn' },
};
const CODES = `^(${Object.keys(DATA_CENTERS).join('|')})$`;

/**
 * A person's data is in one data center, which the redirect names. Tokens come from there, and only its API takes them. The
 * redirect's `accounts-server` is a URL and is never used (T245).
 */
export const zoho: Provider = {
  id: 'zoho',
  name: 'Zoho',
  variables: {
    location: {
      label: 'Data center of the person’s account, which Zoho names after the consent',
      example: 'eu',
      pattern: CODES,
      parameter: 'location',
      derives: DATA_CENTERS,
      of: 'callback',
    },
    // The consent begins where the client is registered. Zoho leads a person to their own data center.
    registeredIn: {
      label: `Data center in which your client is registered: ${Object.keys(DATA_CENTERS).join(', ')}`,
      example: 'eu',
      pattern: CODES,
      default: 'us',
      derives: Object.fromEntries(
        Object.entries(DATA_CENTERS).map(([code, { accountsHost }]) => [code, { consentHost: accountsHost }]),
      ),
      of: 'app',
      // Only where the consent begins.
      isOfAccount: false,
    },
  },
  oauth: {
    issuer: 'https://{consentHost}',
    authorizationEndpoint: 'https://{consentHost}/oauth/v2/auth',
    tokenEndpoint: 'https://{accountsHost}/oauth/v2/token',
    authorizationResponseIss: 'if-present',
    clientAuthentication: 'client_secret_post',
    // “Recommended for server-based apps as well.”
    pkce: 'S256',
    // Without the prompt, Zoho returns a refresh token only at the first consent.
    authorizationParameters: { access_type: 'offline', prompt: 'consent' },
    scopes: {
      parameter: 'scope',
      // For the account endpoint.
      always: ['AaaServer.profile.READ'],
      requestSeparator: ',',
      answerSeparator: ' ',
    },
    dialect: { answer: inTurn(errorsAtStatus200, zohoErrors) },
    accessTokenLifetime: 3600,
    // It does not expire. A refresh makes up to ten access tokens in ten minutes; the 21st consent of a person ends the first.
    refresh: { kind: 'reusable', replay: 'safe' },
    errors: {
      deadGrant: ['invalid_code'],
      configuration: ['invalid_client_secret', 'invalid_redirect_uri', 'oauth_is_not_supported'],
      transient: ['general_error'],
    },
    revocation: {
      kind: 'request',
      host: '{accountsHost}',
      build: revoke,
      answer: errorsAtStatus200,
      okStatus: [200],
      // Not 400, which also answers a request without a token.
      alreadyGoneStatus: [],
      alreadyGone: [],
      confirms: true,
      // The access tokens of a refresh token end with it.
      reach: 'token',
      tokens: ['refresh'],
      byHandAt: 'https://{accountsHost}/home#sessions/userconnectedapps',
    },
    account: {
      kind: 'endpoint',
      endpoint: 'https://{accountsHost}/oauth/user/info',
      headers: {},
      read: (answer) => {
        const { ZUID: id, Email: email } = record(answer) ?? {};
        const isId = (typeof id === 'string' && id !== '') || Number.isSafeInteger(id);
        return isId && typeof email === 'string' ? { id: String(id), label: email } : undefined;
      },
    },
  },
  products: [
    {
      id: 'crm',
      name: 'Zoho CRM',
      scopes: [
        {
          scope: 'ZohoCRM.modules.READ',
          description: 'Read leads, contacts, deals and the records of all other modules',
          default: true,
        },
        { scope: 'ZohoCRM.users.READ', description: 'See the organization’s people', default: false },
        { scope: 'ZohoCRM.settings.READ', description: 'Read modules, fields and layouts', default: false },
        {
          scope: 'ZohoCRM.modules.ALL',
          description: 'Read, create, change and delete records of all modules',
          default: false,
        },
      ],
    },
  ],
  api: { hosts: ['{zohoApiHost}'], authorization: 'Bearer {accessToken}' },
  // mcp.zoho.com is missing because it accepts only tokens of its own authorization server.
  servers: [
    // A worker of aerostackdev/aerostack-mcp, which calls the API of the data center in the US and no other.
    headerServer({
      id: 'zoho-crm-aerostack',
      name: 'Zoho CRM worker of aerostack-mcp (US data center)',
      provider: 'zoho',
      header: 'X-Mcp-Secret-ZOHO-CRM-ACCESS-TOKEN',
      value: '{accessToken}',
      apiHosts: ['www.zohoapis.com'],
      binding: 'request',
      discovery: false,
      scopes: ['ZohoCRM.modules.READ'],
    }),
  ],
  verified: {
    setUp: 'Nothing to do. Sign in at Zoho and allow what is asked for. The data center is found by itself.',
    quota: 'The API credits of your organization per day, which depend on its edition.',
    refreshToken:
      'Does not expire. A person has at most 20 for a client; a new consent then ends the oldest.',
  },
  byo: {
    setUp: 'About 10 minutes in the Zoho API Console.',
    quota: 'The API credits of your organization per day, which depend on its edition.',
    refreshToken:
      'Does not expire. A person has at most 20 for a client; a new consent then ends the oldest.',
    consoleUrl: 'https://api-console.zoho.com/',
    steps: [
      'Choose “Add client”, “Server-based Applications”, and add the redirect URI shown here.',
      'Open Settings, enable the data centers of the people who connect, and choose “Use the same OAuth credentials for all data centers”.',
      'Copy the client id and the client secret. Enter the data center of the console here.',
    ],
  },
  source: {
    documents: [
      'https://zoho.com/accounts/protocol/oauth/web-apps/authorization.html',
      'https://zoho.com/accounts/protocol/oauth/web-apps/access-token.html',
      'https://zoho.com/accounts/protocol/oauth/web-apps/access-token-expiry.html',
      'https://zoho.com/accounts/protocol/oauth/revoke-refresh-token.html',
      'https://zoho.com/accounts/protocol/oauth/multi-dc.html',
      'https://zoho.com/accounts/protocol/oauth/web-server-applications.html',
      'https://www.zoho.com/accounts/protocol/oauth/use-access-token.html',
      'https://www.zoho.com/crm/developer/docs/api/v8/multi-dc.html',
      'https://www.zoho.com/workdrive/developer/docs/api/v1/getting-started-multi-dc-support.html',
    ],
    checkedOn: '2026-11-30',
    confidence: 'medium',
    unsure: [
      'whether the revocation takes the token in the body, as the token endpoint does: the documents have it in the URL, where a secret must not stand',
      'another document names /oauth/v2/revoke/token with Basic for the same purpose',
      'the `location` of the United Kingdom, the United Arab Emirates and China: found in clients in production',
      'the status of errors: reports have 200',
      'whether Zoho will send `iss`: the one of another data center than the client’s is refused then, and rings',
    ],
    comparedWith: {
      source: 'https://github.com/NangoHQ/nango/blob/master/packages/providers/providers.yaml',
      differences: [
        'Nango takes the token endpoint from the redirect’s `accounts-server`: here `location` is a key into a fixed table, because a URL from a browser must not choose where the client secret goes (T245).',
        'Nango takes the API’s host from the answer’s `api_domain`: here it follows from the same table.',
        'Nango lists six data centers: Zoho’s documents have ten.',
      ],
    },
  },
};

function revoke({ token, variables }: RevocationInput): ProviderRequest {
  return {
    url: `https://${variables.accountsHost}/oauth/v2/token/revoke`,
    method: 'POST',
    headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
    body: `${new URLSearchParams({ token })}`,
  };
}

/** Too many requests are an “Access Denied”, which says that it is only for some time. */
function zohoErrors(answer: ParsedAnswer): ParsedAnswer {
  const { error, error_description: words } = record(answer.body) ?? {};
  return error === 'Access Denied' && /too many requests/i.test(String(words))
    ? recode(answer, 'slow_down')
    : answer;
}
