/** https://docs.snowflake.com/en/user-guide/oauth-custom and …/single-use-refresh-tokens */
import { tooManyRequests } from '../answers.ts';
import type { Answer, ScriptedProvider } from '../scripted-provider.ts';

const GRANTED = ['refresh_token', 'session:role:ANALYST'];

const fails = (status: number, error: string, message: string): Answer => ({
  status,
  body: { data: null, error, code: null, message, success: false, headers: null },
});

interface Integration {
  host: string;
  account: string;
  /** Whether it requires single-use refresh tokens. */
  isSingleUse: boolean;
}

const providerOf = ({ host, account, isSingleUse }: Integration): ScriptedProvider => ({
  provider: 'snowflake',
  app: { account },
  expected: {
    account: 'ANN',
    scopes: GRANTED,
    allowedHosts: [host],
    refreshes: true,
    revocation: 'not_supported',
  },
  tokens: {
    prefixes: { access: 'ver:1-hint:', refresh: 'ver:2-hint:' },
    ...(isSingleUse ? { reuse: 'ends-grant', refreshEndsAccess: true } : { reuse: 'works' }),
  },
  authorization: {
    at: `https://${host}/oauth/authorize`,
    // A role that was granted before can be asked for by its name.
    scopes: { names: ['refresh_token'], others: 'allowed' },
    pkce: 'S256',
  },
  token: {
    at: `POST ${host}/oauth/token-request`,
    credentials: 'basic',
    tokens: ({ access, refresh }, { isExchange }) => ({
      access_token: access,
      token_type: 'Bearer',
      idpInitiated: false,
      expires_in: 600,
      ...((isExchange || isSingleUse) && { refresh_token: refresh, refresh_token_expires_in: 7_776_000 }),
      ...(isExchange && { username: 'ANN', scope: GRANTED.join(' ') }),
    }),
    wrongClient: fails(401, 'invalid_client', 'This is an invalid client.'),
    wrongCode: fails(400, 'invalid_grant', 'The authorization code is invalid.'),
    refresh: {
      deadGrant: fails(400, 'invalid_grant', 'The refresh token is invalid.'),
      throttled: tooManyRequests(10),
    },
  },
});

export const snowflake = providerOf({
  host: 'myorg-account123.snowflakecomputing.com',
  account: 'myorg-account123',
  isSingleUse: false,
});
/** By its locator, region and cloud, with an integration that requires single-use refresh tokens. */
export const snowflakeSingleUse: ScriptedProvider = {
  ...providerOf({
    host: 'xy12345.us-east-2.aws.snowflakecomputing.com',
    account: 'xy12345.us-east-2.aws',
    isSingleUse: true,
  }),
  variant: 'single-use refresh tokens',
};
