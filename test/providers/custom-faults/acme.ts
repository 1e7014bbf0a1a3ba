/** Acme, a provider that an admin describes: its description, what a test puts into it, and its script. */
import { oauthError, tooManyRequests } from '../../../local/scripted-providers/answers.ts';
import { must } from '../../../local/scripted-providers/received-request.ts';
import type { ScriptedProvider } from '../../../local/scripted-providers/scripted-provider.ts';

export type Json = Record<string, unknown>;

export const HOST = 'id.acme.example';
export const CUSTOM = {
  name: 'Acme',
  authorizationEndpoint: `https://${HOST}/authorize`,
  tokenEndpoint: `https://${HOST}/token`,
  userinfoEndpoint: `https://${HOST}/me`,
  scopes: ['read'],
  apiHosts: [HOST],
};

export const parameter = (name: string, value = 'x') => ({ authorizationParameters: { [name]: value } });
export const header = (name: string, value = '{accessToken}') => ({ tokenHeader: { name, value } });
export const variable = (form: string, of: string) => ({ label: 'Tenant', form, of });

/** The body of an app with a changed description. `values` are those of its variables. */
export const bodyOf = ({ values, ...patch }: Json) => ({
  clientId: 'client-1',
  clientSecret: 'secret',
  ...(values !== undefined && { variables: values }),
  custom: { ...CUSTOM, ...patch },
});

/** A provider whose token stands in a header of its own, and in no other. */
export const acme: ScriptedProvider = {
  provider: 'custom~acme',
  expected: {
    account: 'ann',
    scopes: ['read'],
    allowedHosts: [HOST],
    refreshes: true,
    revocation: 'revoked',
  },
  tokens: { reuse: 'ends-grant' },
  authorization: {
    at: `https://${HOST}/authorize`,
    parameters: { audience: 'api', scope: 'read,write' },
    pkce: 'S256',
  },
  token: {
    at: `POST ${HOST}/token`,
    body: 'json',
    credentials: 'body',
    tokens: ({ access, refresh }) => ({
      access_token: access,
      refresh_token: refresh,
      expires_in: 3600,
      scope: 'read+write',
    }),
    wrongClient: oauthError(401, 'invalid_client'),
    wrongCode: oauthError(400, 'invalid_grant'),
    refresh: { deadGrant: oauthError(400, 'invalid_grant'), throttled: tooManyRequests(30) },
  },
  endpoints: {
    [`GET ${HOST}/me`]: ({ headers }, { tokens }) => {
      must(headers.authorization === undefined, 'no Authorization');
      const [, token] = /^Key (\S+)$/.exec(headers['x-api-token'] ?? '') ?? [];
      return tokens.isAccessLive(token)
        ? { status: 200, body: { uid: 'u-1', nick: 'ann' } }
        : oauthError(401, 'no');
    },
  },
};
