import { DAY_IN_SECONDS } from '../contract/durations.ts';
import { recode, record } from '../oauth/dialects.ts';
import type { ParsedAnswer, Provider } from '../oauth/provider.ts';

const COMPANY_HOST = '^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.pipedrive\\.com$';

/** The token answer names the host of the person's company, where its API is. The app's registration decides the scopes. */
export const pipedrive: Provider = {
  id: 'pipedrive',
  name: 'Pipedrive',
  oauth: {
    issuer: 'https://oauth.pipedrive.com',
    authorizationEndpoint: 'https://oauth.pipedrive.com/oauth/authorize',
    tokenEndpoint: 'https://oauth.pipedrive.com/oauth/token',
    authorizationResponseIss: 'if-present',
    clientAuthentication: 'client_secret_basic',
    // Not documented: the parameters are expected to be ignored.
    pkce: 'S256',
    authorizationParameters: {},
    scopes: { parameter: 'none', always: [], requestSeparator: ' ', answerSeparator: ',' },
    dialect: { answer: pipedriveErrors },
    accessTokenLifetime: 3599,
    // A refresh token that “was already exchanged” is refused, though the documentation also speaks of its 60 days being reset.
    refresh: { kind: 'rotating', replay: 'kills-family', idleLimit: 60 * DAY_IN_SECONDS },
    errors: { deadGrant: [], configuration: [], transient: [] },
    revocation: {
      kind: 'rfc7009',
      endpoint: 'https://oauth.pipedrive.com/oauth/revoke',
      clientAuthentication: 'as-token-endpoint',
      // Revoking the refresh token uninstalls the app for this person.
      reach: 'grant',
      tokens: ['refresh'],
      alreadyGone: [],
      confirms: true,
      byHandAt: 'https://app.pipedrive.com/settings/marketplace/manage',
    },
    account: {
      kind: 'endpoint',
      endpoint: 'https://{companyHost}/api/v1/users/me',
      headers: {},
      // “The combination of user_id and company_id” identifies an account; an e-mail address does not.
      read: (answer) => {
        const { id, company_id: company, email, name } = record(record(answer)?.data) ?? {};
        return Number.isSafeInteger(id) && Number.isSafeInteger(company)
          ? { id: `${company}/${id}`, label: String(email || name || '') }
          : undefined;
      },
    },
    connectionFacts: companyHost,
    connectionFactPatterns: { companyHost: COMPANY_HOST },
  },
  products: [{ id: 'pipedrive', name: 'Pipedrive', scopes: [] }],
  api: { hosts: ['{companyHost}'], authorization: 'Bearer {accessToken}' },
  servers: [],
  verified: {
    setUp: 'Nothing to do. Choose the company on Pipedrive’s page and install the app.',
    quota: 'The company’s daily budget of API tokens, shared with its other apps; each call costs some.',
    refreshToken: 'Ends after 60 days without use.',
  },
  byo: {
    setUp: 'About 10 minutes in Pipedrive’s Developer Hub, with a developer sandbox account.',
    testUsers:
      'A private app: people of your own company. A public app: anyone, once Pipedrive has approved it.',
    quota: 'The company’s daily budget of API tokens, shared with its other apps; each call costs some.',
    refreshToken: 'Ends after 60 days without use.',
    consoleUrl: 'https://app.pipedrive.com/developer-hub',
    steps: [
      'Create an app in the Developer Hub. A private app needs no review; the kind cannot be changed later.',
      'Enter the redirect URI shown here as the callback URL. An app has only one.',
      'Select the scopes under “OAuth & access scopes”. Every connection gets all of them.',
      'Copy the client id and the client secret from the same page.',
    ],
  },
  source: {
    documents: [
      'https://pipedrive.readme.io/docs/marketplace-oauth-authorization',
      'https://pipedrive.readme.io/docs/marketplace-oauth-and-api-proxy-status-codes',
      'https://pipedrive.readme.io/docs/app-uninstallation',
      'https://pipedrive.readme.io/docs/marketplace-getting-user-data',
      'https://pipedrive.readme.io/docs/core-api-concepts-rate-limiting',
      'https://pipedrive.readme.io/docs/developer-hub',
    ],
    checkedOn: '2026-11-30',
    confidence: 'medium',
    unsure: [
      'in which member of an error its text is; `error`, `error_description` and `message` are read',
      'whether every refresh returns a new refresh token, and what a spent one does',
      'whether Pipedrive ignores a challenge: one other program does not send it, and gives no reason',
      'the address of the page with a company’s installed apps',
    ],
    comparedWith: {
      source: 'https://github.com/pipedrive/client-nodejs/blob/master/src/versions/v2/configuration.ts',
      differences: [
        'Pipedrive’s client sends no response_type, state and challenge; they belong to RFC 6749 and RFC 7636, and the first two are accepted.',
        'Pipedrive’s client takes any `api_domain`; here it must be one label below pipedrive.com, because the token goes there.',
      ],
    },
  },
};

/** `https://acme.pipedrive.com` → `acme.pipedrive.com`. */
function companyHost({ api_domain: domain }: Record<string, unknown>): Record<string, string> | undefined {
  const host = /^https:\/\/([^/]+)\/?$/.exec(String(domain))?.[1];
  return host !== undefined && new RegExp(COMPANY_HOST).test(host) ? { companyHost: host } : undefined;
}

/** Errors are told by words: “Invalid grant: refresh_token is invalid”, “Invalid client: client is invalid”. */
function pipedriveErrors(answer: ParsedAnswer): ParsedAnswer {
  const { error, error_description: description, message } = record(answer.body) ?? {};
  const words = [error, description, message].map(String).join('\n');
  if (answer.status !== 400) return answer;
  if (/^invalid.grant/im.test(words)) return recode(answer, 'invalid_grant');
  return /^invalid.client/im.test(words) ? recode(answer, 'invalid_client') : answer;
}
