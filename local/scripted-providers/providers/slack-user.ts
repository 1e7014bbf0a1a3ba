/** https://docs.slack.dev/reference/methods/oauth.v2.user.access and https://docs.slack.dev/ai/slack-mcp-server */
import { type SlackTokens, slackProviderOf } from './slack.ts';

const USER: SlackTokens = {
  provider: 'slack-user',
  authorizeAt: 'https://slack.com/oauth/v2_user/authorize',
  tokenPath: '/api/oauth.v2.user.access',
  scopes: ['search:read.public', 'channels:read', 'channels:history', 'users:read'],
  prefixes: { access: 'xoxp-', refresh: 'xoxe-1-' },
  // token_endpoint_auth_methods_supported of the MCP server's metadata: client_secret_post.
  credentials: 'body',
  ended: 'token_revoked',
  // The tokens are the user's alone, a level down.
  exchanged: (tokens) => ({ authed_user: { id: 'U1234', ...tokens, token_type: 'user' } }),
  refreshed: (tokens) => ({ ...tokens, token_type: 'user' }),
};

export const slackUser = slackProviderOf(USER, false);
export const slackUserRotating = slackProviderOf(USER, true);
