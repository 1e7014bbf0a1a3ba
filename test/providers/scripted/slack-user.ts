/** https://docs.slack.dev/reference/methods/oauth.v2.user.access and https://docs.slack.dev/ai/slack-mcp-server */
import type { Script } from './script.ts';
import { type SlackFamily, slackScriptOf } from './slack.ts';

const USER: SlackFamily = {
  authorizeAt: 'https://slack.com/oauth/v2_user/authorize',
  tokenPath: '/api/oauth.v2.user.access',
  scopes: ['search:read.public', 'channels:read', 'channels:history', 'users:read'],
  prefixes: { access: 'xoxp-', refresh: 'xoxe-1-' },
  // The tokens are the user's alone, a level down.
  exchanged: (tokens) => ({ authed_user: { id: 'U1234', ...tokens, token_type: 'user' } }),
  refreshed: (tokens) => ({ ...tokens, token_type: 'user' }),
  // token_endpoint_auth_methods_supported of the MCP server's metadata: client_secret_post.
  authenticated: (request, body, client) =>
    !request.headers.authorization &&
    body.get('client_id') === client.clientId &&
    body.get('client_secret') === client.clientSecret,
};

export const slackUserScript: Script = slackScriptOf('slack-user', USER, false);
export const slackUserRotatingScript: Script = {
  ...slackScriptOf('slack-user', USER, true),
  variant: 'with token rotation',
};
