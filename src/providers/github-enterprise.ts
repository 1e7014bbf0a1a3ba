import type { ServerRegistration } from '../contract/servers/server-registration.ts';
import type { Provider, ProviderVariable, RevocationFacts } from '../oauth/provider.ts';
import { fill } from '../oauth/resolve-facts.ts';
import { github, githubDelete } from './github.ts';
import { githubApp } from './github-app.ts';
import { headerServer, remoteServer, spawnedServer } from './mcp-server.ts';

/**
 * GitHub at the hosts of an enterprise: the protocol of github.com, with other addresses. An app is registered at one enterprise, so
 * there is none for everybody, and its secret goes to no other host (T018).
 */
interface Place {
  id: 'ghe' | 'enterprise';
  name: string;
  variables: Record<string, ProviderVariable>;
  /** Host of the pages and of OAuth. */
  web: string;
  /** Address of the REST API, without a slash at its end. */
  api: string;
  /** Hosts of the API that get the token. */
  hosts: string[];
  /** The MCP server that GitHub runs there, if it does. */
  remote?: string;
  /** Language-free part of docs.github.com. */
  docs: 'enterprise-cloud@latest' | 'enterprise-server@latest';
  documents: string[];
  unsure: string[];
}

/** https://docs.github.com/en/enterprise-cloud@latest/admin/data-residency */
const GHE: Place = {
  id: 'ghe',
  name: 'GitHub Enterprise Cloud at ghe.com',
  variables: {
    subdomain: {
      label: 'Subdomain of your enterprise at ghe.com',
      example: 'octocorp',
      pattern: '^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$',
      of: 'app',
    },
  },
  web: '{subdomain}.ghe.com',
  api: 'https://api.{subdomain}.ghe.com',
  hosts: ['api.{subdomain}.ghe.com', 'uploads.{subdomain}.ghe.com'],
  remote: 'https://copilot-api.{subdomain}.ghe.com/mcp',
  docs: 'enterprise-cloud@latest',
  documents: [
    'https://docs.github.com/en/enterprise-cloud@latest/admin/data-residency/about-github-enterprise-cloud-with-data-residency',
    'https://docs.github.com/en/enterprise-cloud@latest/copilot/how-tos/provide-context/use-mcp/enterprise-configuration',
    'https://github.com/github/github-mcp-server/pull/1210',
  ],
  unsure: ['whether copilot-api at ghe.com takes tokens of OAuth apps: its documents show personal tokens'],
};

/** https://docs.github.com/en/enterprise-server@latest/rest/using-the-rest-api/getting-started-with-the-rest-api */
const SERVER: Place = {
  id: 'enterprise',
  name: 'GitHub Enterprise Server',
  variables: {
    host: {
      label: 'Host of your GitHub Enterprise Server',
      example: 'github.acme.example',
      // At least two labels (RFC 1123), the last one not a number. IP addresses, single names, ports and paths do not match.
      pattern: '^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])$',
      of: 'app',
    },
  },
  web: '{host}',
  api: 'https://{host}/api/v3',
  hosts: ['{host}'],
  docs: 'enterprise-server@latest',
  documents: [
    'https://docs.github.com/en/enterprise-server@latest/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps',
    'https://docs.github.com/en/enterprise-server@latest/rest/apps/oauth-applications',
    'https://github.com/github/github-mcp-server/blob/main/README.md',
  ],
  unsure: [
    'since which version the server knows PKCE; an earlier one does not read the challenge',
    'since which version the redirect has `iss`',
    'instances with subdomain isolation: their API is at api.HOST for some clients, and /api/v3 still works',
  ],
};

function atPlace(base: Provider, what: 'token' | 'grant', place: Place): Provider {
  const id = `${base.id}-${place.id}`;
  const kind = what === 'token' ? 'OAuth App' : 'GitHub App';
  return {
    ...base,
    id,
    name: what === 'token' ? place.name : `${place.name} (App)`,
    variables: place.variables,
    oauth: {
      ...base.oauth,
      issuer: `https://${place.web}/login/oauth`,
      authorizationEndpoint: `https://${place.web}/login/oauth/authorize`,
      tokenEndpoint: `https://${place.web}/login/oauth/access_token`,
      revocation: revocationAt(base, what, place),
      account: { ...base.oauth.account, endpoint: `${place.api}/user` } as Provider['oauth']['account'],
    },
    api: { ...base.api, hosts: place.hosts },
    servers: serversAt(id, place),
    verified: { setUp: 'Not available: each enterprise registers its own app.' },
    byo: {
      ...base.byo,
      setUp: 'About 5 minutes in the settings of your enterprise or organisation.',
      quota: 'The limits of your enterprise.',
      unverifiedScreen: 'None. An organisation that restricts apps must approve yours.',
      consoleUrl: `https://docs.github.com/en/${place.docs}/apps/${what === 'token' ? 'oauth-apps/building-oauth-apps/creating-an-oauth-app' : 'creating-github-apps/registering-a-github-app/registering-a-github-app'}`,
      steps: [
        `Sign in at your enterprise’s host, and create a ${kind} in Settings, Developer settings.`,
        ...base.byo.steps.slice(1),
        'Enter the host or the subdomain of your enterprise here. It must be reachable from the internet.',
      ],
    },
    source: {
      ...base.source,
      documents: [...place.documents, ...base.source.documents],
      checkedOn: '2026-11-30',
      confidence: 'medium',
      unsure: [...place.unsure, ...(base.source.unsure ?? [])],
      comparedWith: {
        source: 'the hosts that github/github-mcp-server derives from GITHUB_HOST (newGHECHost, newGHESHost), 2026',
        differences: [
          'it also reads raw files and GraphQL, which have hosts of their own; no token goes there',
        ],
      },
    },
  };
}

function revocationAt(base: Provider, what: 'token' | 'grant', place: Place): RevocationFacts {
  const own = base.oauth.revocation as Extract<RevocationFacts, { kind: 'request' }>;
  return {
    ...own,
    host: place.hosts[0] ?? place.web,
    build: (input) => githubDelete(what, input, fill(place.api, input.variables)),
    byHandAt: own.byHandAt.replace('github.com', place.web),
  };
}

/** github-mcp-server needs the host beside the token. */
function serversAt(provider: string, { web, hosts: apiHosts, remote }: Place): ServerRegistration[] {
  const self = { provider, scopes: [], apiHosts };
  const spawned = spawnedServer({
    ...self,
    id: `${provider}-mcp-stdio`,
    name: 'GitHub, spawned',
    variable: 'GITHUB_PERSONAL_ACCESS_TOKEN',
  });
  const host = { in: 'env' as const, name: 'GITHUB_HOST', value: `https://${web}` };
  return [
    ...(remote
      ? [remoteServer({ id: `${provider}-mcp`, name: 'GitHub', provider, url: remote, scopes: [] })]
      : []),
    { ...spawned, placements: [...spawned.placements, host] },
    // The operator sets GITHUB_HOST.
    headerServer({
      ...self,
      id: `${provider}-mcp-http`,
      name: 'GitHub, self-hosted',
      header: 'Authorization',
      value: 'Bearer {accessToken}',
      binding: 'request',
      discovery: true,
    }),
  ];
}

export const githubGhe = atPlace(github, 'token', GHE);
export const githubAppGhe = atPlace(githubApp, 'grant', GHE);
export const githubEnterprise = atPlace(github, 'token', SERVER);
export const githubAppEnterprise = atPlace(githubApp, 'grant', SERVER);
