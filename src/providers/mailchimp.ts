import { record } from '../oauth/dialects.ts';
import type { Provider, ReadAccount, ReadTenant } from '../oauth/provider.ts';

const METADATA = 'https://login.mailchimp.com/oauth2/metadata';
/** Mailchimp documents the word `OAuth` here, and `Bearer` for its API. */
const TOKEN = { authorization: 'OAuth {accessToken}' };
const USER_ID = '^[0-9]{1,16}$';
/** One label: it stands in the API's host. */
const DATA_CENTER = '^[a-z]{1,8}[0-9]{0,4}$';

/** OAuth without scopes, expiry and refresh. An account's data is in one data center, which the metadata names. */
export const mailchimp: Provider = {
  id: 'mailchimp',
  name: 'Mailchimp',
  oauth: {
    issuer: 'https://login.mailchimp.com',
    authorizationEndpoint: 'https://login.mailchimp.com/oauth2/authorize',
    tokenEndpoint: 'https://login.mailchimp.com/oauth2/token',
    authorizationResponseIss: 'if-present',
    clientAuthentication: 'client_secret_post',
    // PKCE is not documented. The parameters are ignored.
    pkce: 'S256',
    authorizationParameters: {},
    scopes: { parameter: 'none', always: [], requestSeparator: ' ', answerSeparator: ' ' },
    // Answers have `expires_in: 0`, which stands for no end.
    accessTokenLifetime: 'endless',
    refresh: { kind: 'none' },
    errors: { deadGrant: [], configuration: [], transient: [] },
    revocation: { kind: 'none', byHandAt: 'https://admin.mailchimp.com/account/api/' },
    account: {
      kind: 'endpoint',
      endpoint: METADATA,
      headers: TOKEN,
      read: readAccount,
      // A dead token also gets status 200.
      dead: (answer) => record(answer)?.error === 'invalid_token',
    },
    tenants: { endpoint: METADATA, headers: TOKEN, id: 'userId', read: readTenant },
    connectionFactPatterns: { userId: USER_ID, dc: DATA_CENTER },
  },
  products: [{ id: 'mailchimp', name: 'Mailchimp Marketing', scopes: [] }],
  api: { hosts: ['{dc}.api.mailchimp.com'], authorization: 'Bearer {accessToken}' },
  // No server is known that takes an OAuth token. Those that were read take an API key, and read the data center from its end.
  servers: [],
  verified: {
    setUp: 'Nothing to do. Sign in to Mailchimp and allow it. The app can do everything that you can.',
    quota: '10 calls at once for each account.',
    refreshToken: 'None. The access token is valid until it is revoked.',
  },
  byo: {
    setUp: 'About 5 minutes in your Mailchimp account.',
    quota: '10 calls at once for each account.',
    refreshToken: 'None. The access token is valid until it is revoked.',
    consoleUrl: 'https://admin.mailchimp.com/account/oauth2/',
    steps: [
      'Open Account, Extras, Registered apps, and register an app.',
      'Add the redirect URI shown here.',
      'Create the app, and copy the client id and the secret, which are shown below the form.',
    ],
  },
  source: {
    documents: [
      'https://mailchimp.com/developer/marketing/guides/access-user-data-oauth-2/',
      'https://developer.mailchimp.com/documentation/mailchimp/guides/how-to-use-oauth2/',
      'https://github.com/airbytehq/airbyte/tree/master/airbyte-integrations/connectors/source-mailchimp',
      'https://docs.unified.to/skills/mailchimp-oauth-app/SKILL.md',
    ],
    checkedOn: '2026-11-30',
    confidence: 'medium',
    unsure: [
      'whether the endpoints accept the parameters of PKCE: no document names them',
      'whether an account can move to another data center; a new consent then finds it by its user id',
      'the codes of the token endpoint’s errors',
      'the form of the metadata’s answer for a dead token: Airbyte’s connector reads `error: invalid_token` with status 200',
      'whether an access token with the data center at its end still works as an API key, as old documents say',
      'the addresses of the pages of authorized and of registered apps',
    ],
    comparedWith: {
      source: 'https://github.com/NangoHQ/nango/blob/master/packages/providers/providers.yaml',
      differences: [
        'Nango reads the metadata with Authorization: Bearer; here it is OAuth, the word of Mailchimp’s guide.',
        'Nango keeps the data center alone; here the user id of the account is kept too, because the data center tells no two accounts apart.',
        'Nango allows any number of letters and digits in the data center; here it is at most 8 letters and 4 digits.',
      ],
    },
  },
};

/** One login can have several accounts, each with a user id of its own. */
function readAccount(answer: unknown): ReadAccount | undefined {
  const { user_id: user, accountname: name, login } = record(answer) ?? {};
  const { login_id: id, login_email: email } = record(login) ?? {};
  if (!Number.isSafeInteger(user) || !Number.isSafeInteger(id)) return undefined;
  const label = [email, name].filter((text) => typeof text === 'string' && text !== '').join(', ');
  return { id: `${user}/${id}`, label };
}

/** The account of the token, with its data center. A token reaches one account alone. */
function readTenant(answer: unknown): ReadTenant[] | undefined {
  const { user_id: user, dc, accountname: name } = record(answer) ?? {};
  if (!Number.isSafeInteger(user) || typeof dc !== 'string') return undefined;
  if (!new RegExp(DATA_CENTER).test(dc)) return [];
  return [{ facts: { userId: String(user), dc }, label: String(name ?? dc) }];
}
