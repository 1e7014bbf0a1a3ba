/** The demo provider as a provider of the catalogue: the same facts that `src/providers` holds of the real ones. */
import type { ServerRegistration } from '../src/contract/server-registration.ts';
import type { AccountFacts, Provider } from '../src/oauth/provider.ts';

/** Paths of its endpoints, for the server and its facts alike. */
export const DEMO_PATHS = {
  authorization: '/authorize',
  token: '/token',
  revocation: '/revoke',
  userinfo: '/userinfo',
  jwks: '/jwks',
} as const;
/** A refresh token dies after this much time without use: each rotation starts it anew. Seconds. */
export const DEMO_REFRESH_TOKEN_LIFETIME = 30 * 24 * 3600;

export interface DemoMcpUrls {
  notes: string;
  tasks: string;
}

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
        // Every consent there has a grant of its own, so revoking a refresh token ends its pair and nothing else.
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
      setUp: 'A line in local/demo-provider.ts.',
      consoleUrl: `${origin}/`,
      steps: [
        'The local environment registers apps of the demo provider itself: see local/demo-provider.ts.',
      ],
    },
    source: { documents: ['local/demo-provider.ts'], checkedOn: '2026-11-24', confidence: 'high' },
  };
}

/** The usual form: a bearer token in `Authorization`. */
function notesServer(url: string): ServerRegistration {
  return {
    ...commonOf('demo-notes', 'Demo Notes', url),
    placements: [{ in: 'header', name: 'Authorization', value: 'Bearer {accessToken}' }],
    removeHeaders: ['Cookie'],
    scopes: ['notes:read'],
  };
}

/** A header of the server's own name with the bare token, as several hosted servers want it. */
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
