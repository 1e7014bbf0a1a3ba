/**
 * https://developer.atlassian.com/cloud/trello/guides/rest-api/oauth-2-getting-started/ and
 * …/oauth-2-confidential-client-usage/; errors as Atlassian's server gives them for Jira.
 */
import { accountEndpoint } from '../account-endpoint.ts';
import { oauthError, tooManyRequests } from '../answers.ts';
import { must } from '../received-request.ts';
import { revocationEndpoint } from '../revocation-endpoint.ts';
import type { ScriptedProvider } from '../scripted-provider.ts';

const SCOPES = ['read:member:trello', 'read:board:trello', 'read:organization:trello'];

export const trello: ScriptedProvider = {
  provider: 'trello',
  expected: {
    account: 'annperson',
    scopes: [...SCOPES, 'offline_access'],
    allowedHosts: ['api.trello.com'],
    refreshes: true,
    revocation: 'unconfirmed',
  },
  tokens: { prefixes: { access: 'eyJ', refresh: 'eyJr' }, reuse: 'fails' },
  authorization: {
    at: 'https://auth.atlassian.com/authorize',
    parameters: { prompt: 'consent' },
    // Trello has no sites.
    absent: ['audience'],
    scopes: { names: SCOPES, others: 'allowed' },
    pkce: 'S256',
  },
  token: {
    at: 'POST auth.atlassian.com/oauth/token',
    body: 'json',
    credentials: 'body',
    tokens: ({ access, refresh }, { asked }) => ({
      access_token: access,
      ...(asked.get('scope')?.split(' ').includes('offline_access') && { refresh_token: refresh }),
      token_type: 'Bearer',
      expires_in: 3600,
      scope: SCOPES.join(' '),
    }),
    wrongClient: oauthError(401, 'access_denied', 'Unauthorized'),
    wrongCode: oauthError(403, 'invalid_grant', 'Invalid code'),
    refresh: {
      deadGrant: oauthError(403, 'unauthorized_client', 'refresh_token is invalid'),
      throttled: tooManyRequests(10, 'Too Many Requests'),
    },
  },
  endpoints: {
    // Not documented: it answers, and whether it did something is not known. Here it did not.
    'POST auth.atlassian.com/oauth/revoke': revocationEndpoint({
      credentials: 'body',
      takes: 'refresh',
      endsGrant: false,
      revoked: { status: 200, body: '' },
    }),
    'GET api.trello.com/1/members/me': accountEndpoint({
      check: ({ query }) => must(!query.has('key') && !query.has('token'), 'no key or token in the URL'),
      account: { id: '5abbe4b7ddc1b351ef961414', username: 'annperson', fullName: 'Ann Person', email: null },
      refused: { status: 401, body: 'invalid token' },
    }),
  },
};
