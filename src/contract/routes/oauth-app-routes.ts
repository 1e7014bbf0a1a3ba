/** OAuth apps of a workspace, and which apps it allows. */
import { AppPolicyBody, AppPolicyResource, OAuthAppAnswer, OAuthAppBody } from '../resources.ts';
import { app, workspace } from './path-parameters.ts';
import type { Route } from './route.ts';

export const OAUTH_APP_ROUTES = [
  {
    operationId: 'getOAuthApp',
    method: 'get',
    path: '/v1/workspaces/{ws}/oauth-apps/{provider}',
    function: 'connections-api',
    access: 'admin',
    summary: 'Read the workspace’s own OAuth app',
    description:
      'Returns the redirect URI to register at the provider, and the OAuth app of the workspace if it has one. The client secret is never returned.',
    params: app,
    success: { status: 200, description: 'The redirect URI and the OAuth app.', schema: OAuthAppAnswer },
    problems: ['unknown_provider'],
  },
  {
    operationId: 'putOAuthApp',
    method: 'put',
    path: '/v1/workspaces/{ws}/oauth-apps/{provider}',
    function: 'connect',
    access: 'admin',
    quota: 'act',
    summary: 'Register an OAuth app or change it',
    description:
      'Stores the OAuth app of the workspace for a provider. The same client id replaces the secret, which existing connections use at once. Another client id makes a new version; existing connections keep the old one. For `custom~name` the body also describes the provider, and `variables` has the values of the variables that the description leaves to an admin. Each fault of the description is named in `errors`.',
    params: app,
    body: OAuthAppBody,
    success: { status: 200, description: 'The redirect URI and the OAuth app.', schema: OAuthAppAnswer },
    problems: [
      'unknown_provider',
      'invalid_variable',
      'custom_provider_refused',
      'provider_unreachable',
      'client_id_reserved',
      'app_changed',
      'too_many_at_once',
      'quota_exceeded',
      'workspace_deleted',
    ],
  },
  {
    operationId: 'deleteOAuthApp',
    method: 'delete',
    path: '/v1/workspaces/{ws}/oauth-apps/{provider}',
    function: 'connect',
    access: 'admin',
    quota: 'ending',
    summary: 'Delete the workspace’s own OAuth app',
    description:
      'Deletes all versions of the OAuth app and their secrets. It is refused while a connection uses the OAuth app.',
    params: app,
    success: { status: 204, description: 'The OAuth app is deleted, or did not exist.' },
    problems: ['oauth_app_in_use', 'app_changed'],
  },
  {
    operationId: 'getOAuthAppPolicy',
    method: 'get',
    path: '/v1/workspaces/{ws}/oauth-app-policy',
    function: 'connections-api',
    access: 'member',
    summary: 'Read which OAuth apps are allowed',
    description:
      'Returns whether the workspace may connect with the platform’s verified OAuth apps, or with its own alone, and who decides that.',
    params: workspace,
    success: { status: 200, description: 'What is allowed.', schema: AppPolicyResource },
    problems: [],
  },
  {
    operationId: 'putOAuthAppPolicy',
    method: 'put',
    path: '/v1/workspaces/{ws}/oauth-app-policy',
    function: 'connect',
    access: 'admin',
    quota: 'act',
    summary: 'Choose which OAuth apps are allowed',
    description:
      'Stores the choice for the whole workspace. It holds for every consent that starts or completes from now on; no member can undo it, and the rule of the environment wins over it. Connections that were made before go on until somebody disconnects them.',
    params: workspace,
    body: AppPolicyBody,
    success: { status: 200, description: 'What is allowed now.', schema: AppPolicyResource },
    problems: ['workspace_deleted'],
  },
] as const satisfies readonly Route[];
