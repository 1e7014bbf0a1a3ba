/** The demo provider of the local environment: an OAuth provider with rotating refresh tokens, and an API. */
import { join } from 'node:path';
import { type Adapter, type Configuration, Provider } from 'oidc-provider';
import { DEMO_ACCOUNTS, DEMO_SCOPES } from './demo-provider-accounts.ts';
import { type ApiRequest, serveDemoApi } from './demo-provider-api.ts';
import { DEMO_PATHS, DEMO_REFRESH_TOKEN_LIFETIME } from './demo-provider-facts.ts';
import { listenOnLoopback } from './listen-on-loopback.ts';
import { openOidcStore } from './oidc-file-adapter.ts';
import { loadOidcKeys, type OidcKeys } from './oidc-keys.ts';
import { requestListener, sharedSettings } from './oidc-settings.ts';
import type { Brand } from './pages/page.ts';

/** A client registration at the demo provider. */
export interface DemoClient {
  clientId: string;
  clientSecret: string;
  redirectUris: string[];
}

/** The running demo provider. */
export interface DemoProvider {
  /** Its origin and issuer. */
  origin: string;
  /** The last requests to its API, for tests and the demo. */
  apiRequests: readonly ApiRequest[];
  /** Registers a client. For a known id it replaces the secret and adds the redirect URIs. */
  registerClient(client: DemoClient): Promise<void>;
  close(): Promise<void>;
}

const BRAND: Brand = {
  name: 'Demo Provider',
  tagline: 'A provider of the local environment. Nothing leaves this machine.',
  theme: 'demo',
};

/** Starts the demo provider on a port of 127.0.0.1; port 0 takes a free one. */
export async function startDemoProvider(input: {
  port: number;
  /** Folder in which grants and tokens survive a restart. Absent: they are kept in memory. */
  stateDir?: string;
  clients: readonly DemoClient[];
  accessTokenLifetimeSeconds: number;
}): Promise<DemoProvider> {
  const { stateDir } = input;
  const keys = await loadOidcKeys('demo-provider', stateDir);
  const adapter = openOidcStore(stateDir === undefined ? undefined : join(stateDir, 'demo-provider.json'));
  const registerClient = (client: DemoClient) => register(adapter('Client'), client);
  for (const client of input.clients) await registerClient(client);
  const apiRequests: ApiRequest[] = [];
  const { origin, close } = await listenOnLoopback(input.port, (origin) => {
    const settings = settingsOf({ origin, keys, accessTokenLifetime: input.accessTokenLifetimeSeconds });
    const provider = new Provider(origin, { ...settings, adapter });
    return requestListener(
      { provider, brand: BRAND, choices: choices(), permission: (scope) => DEMO_SCOPES[scope] },
      (request, response) => serveDemoApi({ provider, log: apiRequests }, request, response),
    );
  });
  return { origin, apiRequests, registerClient, close };
}

function choices() {
  return DEMO_ACCOUNTS.map(({ id, name, email }) => ({ id, name, hint: email }));
}

async function register(clients: Adapter, client: DemoClient): Promise<void> {
  const known = await clients.find(client.clientId);
  await clients.upsert(client.clientId, {
    client_id: client.clientId,
    client_name: 'Connections',
    client_secret: client.clientSecret,
    token_endpoint_auth_method: 'client_secret_basic',
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    redirect_uris: [...new Set([...(known?.redirect_uris ?? []), ...client.redirectUris])],
  });
}

function settingsOf(input: { origin: string; keys: OidcKeys; accessTokenLifetime: number }): Configuration {
  const { origin, keys, accessTokenLifetime } = input;
  const shared = sharedSettings({ origin, cookiePrefix: 'demo_provider', keys, brand: BRAND });
  return {
    ...shared,
    scopes: Object.keys(DEMO_SCOPES),
    claims: { openid: ['sub'], email: ['email', 'name'] },
    clientAuthMethods: ['client_secret_basic'],
    pkce: { required: () => true },
    findAccount: (_ctx, id) => {
      const account = DEMO_ACCOUNTS.find((known) => known.id === id);
      if (account === undefined) return undefined;
      const { name, email } = account;
      return { accountId: id, claims: () => ({ sub: id, name, email }) };
    },
    // Every refresh token works once. The library revokes the grant if a spent one is presented.
    rotateRefreshToken: true,
    clientBasedCORS: () => false,
    routes: DEMO_PATHS,
    ttl: { ...shared.ttl, AccessToken: accessTokenLifetime, RefreshToken: DEMO_REFRESH_TOKEN_LIFETIME },
    features: {
      devInteractions: { enabled: false },
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      resourceIndicators: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      revocation: {
        enabled: true,
        allowedPolicy: (_ctx, client, token) => token.clientId === client.clientId,
      },
    },
  };
}
