/** https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps */
import { accountEndpoint } from '../account-endpoint.ts';
import { fieldsFromClient } from '../client-credentials.ts';
import { type Fields, must } from '../received-request.ts';
import type {
  Answer,
  AuthorizationRules,
  Endpoint,
  ScriptedProvider,
  Session,
  TokenEndpointRules,
} from '../scripted-provider.ts';

const ISSUER = 'https://github.com/login/oauth';

/** Errors come with status 200. */
export const githubError = (error: string, description?: string): Answer => ({
  status: 200,
  body: { error, ...(description && { error_description: description }) },
});

/** What OAuth apps and GitHub Apps share. */
export const githubAuthorization: AuthorizationRules = {
  at: `${ISSUER}/authorize`,
  // The verifier is enforced once a challenge was sent.
  pkce: 'S256',
  callback: { iss: ISSUER },
};
export const githubToken: Omit<TokenEndpointRules, 'tokens'> = {
  at: 'POST github.com/login/oauth/access_token',
  credentials: 'body',
  isGrantTypeOptional: true,
  check: ({ headers }) =>
    must(headers.accept === 'application/json', 'Accept: application/json, or the answer is a form'),
  wrongClient: githubError(
    'incorrect_client_credentials',
    'The client_id and/or client_secret passed are incorrect.',
  ),
  wrongCode: githubError('bad_verification_code'),
};
export const githubUser = accountEndpoint({
  check: ({ headers }) => must(headers['user-agent'], 'a User-Agent, without which every call is refused'),
  account: { login: 'octo-ann', id: 583231, type: 'User', name: null },
  refused: { status: 401, body: { message: 'Bad credentials', status: '401' } },
});
/** An endpoint of the client for one of its access tokens. */
export const githubClientEndpoint =
  (answer: (fields: Fields, session: Session) => Answer): Endpoint =>
  (request, session) =>
    answer(fieldsFromClient(request, session, 'basic', 'json'), session);

export const github: ScriptedProvider = {
  provider: 'github',
  expected: {
    account: 'octo-ann',
    scopes: ['read:user', 'read:org', 'repo'],
    allowedHosts: ['api.github.com', 'uploads.github.com'],
    refreshes: false,
    revocation: 'revoked',
  },
  tokens: { prefixes: { access: 'gho_', refresh: 'none-' }, reuse: 'works' },
  authorization: {
    ...githubAuthorization,
    // “A space-delimited list of scopes.”
    scopes: { names: ['read:user'], others: 'allowed' },
  },
  token: {
    ...githubToken,
    // Answered with commas.
    tokens: ({ access }) => ({
      access_token: access,
      scope: 'read:user,read:org,repo',
      token_type: 'bearer',
    }),
  },
  endpoints: {
    'GET api.github.com/user': githubUser,
    'DELETE api.github.com/applications/{client_id}/token': githubClientEndpoint(
      ({ access_token }, { tokens }) => ({ status: tokens.revokeAccess(access_token) ? 204 : 422 }),
    ),
  },
};
