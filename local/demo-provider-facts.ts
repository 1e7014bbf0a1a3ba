/** The demo provider as a provider of the catalogue: the provider facts, as `src/providers` has them for real providers. */
import type { ServerRegistration } from '../src/contract/servers/server-registration.ts';
import type { AccountFacts, Provider } from '../src/oauth/provider.ts';

/** Paths of the demo provider's endpoints, for its server and its provider facts. */
export const DEMO_PATHS = {
  authorization: '/authorize',
  token: '/token',
  revocation: '/revoke',
  userinfo: '/userinfo',
  jwks: '/jwks',
} as const;
/** A refresh token expires after this time without use, in seconds. Each rotation starts the time again. */
export const DEMO_REFRESH_TOKEN_LIFETIME = 30 * 24 * 3600;

/** URLs of the two demo MCP servers. */
export interface DemoMcpUrls {
  notes: string;
  tasks: string;
}

/** The provider facts of the demo provider at this origin. */
export function demoProvider(origin: string, mcpUrls: DemoMcpUrls): Provider {
  return {
    id: 'demo',
    name: 'Demo Provider',
    oauth: {
      issuer: origin,
      authorizationEndpoint: `${origin}${DEMO_PATHS.authorization}`,
      tokenEndpoint: `${origin}${DEMO_PATHS.token}`,
      authorizationResponseIss: 'required',
      clientAuthentication: 'client_secret_basic',
      pkce: 'S256',
      // OpenID Connect Core section 11: without it, offline_access is ignored.
      authorizationParameters: { prompt: 'consent' },
      scopes: {
        parameter: 'scope',
        always: ['openid', 'email', 'offline_access'],
        requestSeparator: ' ',
        answerSeparator: ' ',
      },
      accessTokenLifetime: 3600,
      refresh: { kind: 'rotating', replay: 'kills-family', idleLimit: DEMO_REFRESH_TOKEN_LIFETIME },
      errors: { deadGrant: [], configuration: [], transient: [] },
      revocation: {
        kind: 'rfc7009',
        endpoint: `${origin}${DEMO_PATHS.revocation}`,
        clientAuthentication: 'as-token-endpoint',
        // Every consent has its own grant, so revoking a refresh token ends only its own pair.
        reach: 'token',
        tokens: ['refresh'],
        alreadyGone: [],
        confirms: true,
        byHandAt: `${origin}/`,
      },
      account: {
        kind: 'endpoint',
        endpoint: `${origin}${DEMO_PATHS.userinfo}`,
        headers: {},
        read: readAccount,
      },
    },
    products: [
      {
        id: 'notes',
        name: 'Demo Notes',
        scopes: [
          { scope: 'notes:read', description: 'Read notes', default: true },
          { scope: 'notes:write', description: 'Change notes', default: false },
        ],
      },
      {
        id: 'tasks',
        name: 'Demo Tasks',
        scopes: [{ scope: 'tasks:read', description: 'Read tasks', default: true }],
      },
    ],
    api: { hosts: [new URL(origin).host], authorization: 'Bearer {accessToken}' },
    servers: [notesServer(mcpUrls.notes), tasksServer(mcpUrls.tasks)],
    verified: { setUp: 'Nothing to do: the local environment registers it.' },
    byo: {
      setUp: 'Register a client in local/demo-provider.ts.',
      consoleUrl: `${origin}/`,
      steps: ['The local environment registers the apps of the demo provider. See local/demo-provider.ts.'],
    },
    source: { documents: ['local/demo-provider.ts'], checkedOn: '2026-11-24', confidence: 'high' },
  };
}

/** A server that takes a bearer token in `Authorization`, as most servers do. */
function notesServer(url: string): ServerRegistration {
  return {
    ...commonOf('demo-notes', 'Demo Notes', url),
    placements: [{ in: 'header', name: 'Authorization', value: 'Bearer {accessToken}' }],
    removeHeaders: ['Cookie'],
    scopes: ['notes:read'],
  };
}

/** A server that takes the token without a scheme in its own header, as several hosted servers do. */
function tasksServer(url: string): ServerRegistration {
  return {
    ...commonOf('demo-tasks', 'Demo Tasks', url),
    placements: [{ in: 'header', name: 'X-Mcp-Secret-DEMO-ACCESS-TOKEN', value: '{accessToken}' }],
    removeHeaders: ['Authorization', 'Cookie'],
    scopes: ['tasks:read'],
  };
}

function commonOf(id: string, name: string, url: string) {
  return {
    id,
    name,
    provider: 'demo',
    url,
    allowedHosts: [new URL(url).host],
    binding: 'request' as const,
    discovery: false,
  };
}

const readAccount: Extract<AccountFacts, { kind: 'endpoint' }>['read'] = (answer) => {
  if (typeof answer !== 'object' || answer === null) return undefined;
  const { sub, email } = answer as { sub?: unknown; email?: unknown };
  return typeof sub === 'string' && typeof email === 'string' ? { id: sub, label: email } : undefined;
};
