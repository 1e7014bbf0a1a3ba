/**
 * An authorization server as remote MCP servers have one: clients register themselves (RFC 7591, RFC 7592), tokens are for one
 * resource (RFC 8707), refresh tokens rotate, and both kinds can be revoked (RFC 7009). It is the library oidc-provider.
 */
import { join } from 'node:path';
import { type AdapterPayload, type Configuration, type KoaContextWithOIDC, Provider } from 'oidc-provider';
import { DEMO_ACCOUNTS } from '../demo-provider-accounts.ts';
import { listenOnLoopback } from '../listen-on-loopback.ts';
import { openOidcStore } from '../oidc-file-adapter.ts';
import { loadOidcKeys, type OidcKeys } from '../oidc-keys.ts';
import { requestListener, sharedSettings } from '../oidc-settings.ts';
import type { Brand } from '../pages/page.ts';
import type { Grant, RemoteServerOptions } from './remote-server-options.ts';
import { NOTE_SCOPES } from './scopes.ts';

/** One request that the authorization server answered, for tests. */
export interface AuthorizationRequest {
  /** The library's name of the endpoint, such as `authorization`, `token`, `registration`, `revocation`, `introspection`. */
  route: string;
  method: string;
  params: Record<string, unknown>;
  /** Undefined: no client is known by it. */
  clientId: string | undefined;
  status: number;
}

/** A client that somebody registers by hand. Without a secret it is a public one. */
export interface ClientByHand {
  clientId: string;
  clientSecret?: string;
  redirectUris: string[];
}

export interface AuthorizationServer {
  /** Also its issuer. */
  origin: string;
  requests: readonly AuthorizationRequest[];
  register(client: ClientByHand): Promise<void>;
  /** Forgets every client, as a server does that loses its registrations. */
  forgetClients(): Promise<void>;
  /** Whose access token it is. Undefined: nobody's, or it is over. */
  grantOf(token: string): Promise<Grant | undefined>;
  close(): Promise<void>;
}

const BRAND: Brand = {
  name: 'Notes Sign-in',
  tagline: 'The authorization server of a remote MCP server. Nothing leaves this machine.',
  theme: 'demo',
};
const DAY = 24 * 3600;

/** Starts it on a port of 127.0.0.1; port 0 takes a free one. `resource` says for which server it issues tokens. */
export async function startAuthorizationServer(
  options: RemoteServerOptions,
  resource: () => string,
): Promise<AuthorizationServer> {
  const { stateDir } = options;
  const keys = await loadOidcKeys('remote-server', stateDir);
  const adapter = openOidcStore(stateDir && join(stateDir, 'remote-server.json'));
  const clients = adapter('Client');
  const ids = new Set<string>();
  const requests: AuthorizationRequest[] = [];
  const running: { provider?: Provider } = {};
  const { origin, close } = await listenOnLoopback(options.authorizationPort ?? 0, (origin) => {
    const provider = new Provider(origin, { ...settingsOf({ origin, keys, options, resource }), adapter });
    provider.use(recorder(requests));
    provider.on('registration_create.success', (_ctx, client) => ids.add(client.clientId));
    running.provider = provider;
    const interactions = { provider, brand: BRAND, choices: choices(), permission };
    return requestListener(interactions, async (request, response) => {
      const isRefused = options.registration === 'refused' && request.url === '/reg';
      if (isRefused)
        response
          .writeHead(403, { 'content-type': 'application/json' })
          .end('{"error":"invalid_redirect_uri","error_description":"The host is on no list of ours."}');
      return isRefused;
    });
  });
  return {
    ...{ origin, requests, close },
    async register(client) {
      ids.add(client.clientId);
      await clients.upsert(client.clientId, metadataOf(client), Number.POSITIVE_INFINITY);
    },
    async forgetClients() {
      for (const id of ids) await clients.destroy(id);
    },
    grantOf: async (token) => grantIn(await running.provider?.AccessToken.find(token)),
  };
}

type FoundToken = InstanceType<Provider['AccessToken']> | undefined;

function grantIn(token: FoundToken): Grant | undefined {
  if (!token?.isValid || typeof token.aud !== 'string') return undefined;
  const account = DEMO_ACCOUNTS.find(({ id }) => id === token.accountId)?.email ?? 'nobody';
  return { account, resource: token.aud, scopes: (token.scope ?? '').split(' ') };
}

function metadataOf({ clientId, clientSecret, redirectUris }: ClientByHand): AdapterPayload {
  return {
    client_id: clientId,
    client_name: 'Connections',
    ...(clientSecret !== undefined && { client_secret: clientSecret }),
    token_endpoint_auth_method: clientSecret === undefined ? 'none' : 'client_secret_basic',
    application_type: 'native',
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    redirect_uris: redirectUris,
  };
}

function choices() {
  return DEMO_ACCOUNTS.map(({ id, name, email }) => ({ id, name, hint: email }));
}

const permission = (scope: string): string | undefined => NOTE_SCOPES[scope];

function recorder(requests: AuthorizationRequest[]) {
  return async (ctx: KoaContextWithOIDC, next: () => Promise<void>) => {
    await next();
    const { route, params, body, client } = ctx.oidc ?? {};
    if (route === undefined) return;
    const sent = { ...(params ?? (body as Record<string, unknown> | undefined)) };
    requests.push({
      route,
      method: ctx.method,
      params: sent,
      clientId: client?.clientId,
      status: ctx.status,
    });
  };
}

interface SettingsInput {
  origin: string;
  keys: OidcKeys;
  options: RemoteServerOptions;
  resource: () => string;
}

function settingsOf({ origin, keys, options, resource }: SettingsInput): Configuration {
  const shared = sharedSettings({ origin, cookiePrefix: 'remote_server', keys, brand: BRAND });
  return {
    ...shared,
    scopes: ['openid'],
    clientAuthMethods: [...(options.clientMethods ?? ['client_secret_basic', 'none'])],
    pkce: { required: () => true },
    findAccount: (_ctx, id) =>
      DEMO_ACCOUNTS.some((known) => known.id === id)
        ? { accountId: id, claims: () => ({ sub: id }) }
        : undefined,
    // What introspection says of a person (RFC 7662 section 2.2).
    extraTokenClaims: (_ctx, token) => ({
      username: DEMO_ACCOUNTS.find(({ id }) => 'accountId' in token && id === token.accountId)?.email,
    }),
    issueRefreshToken: async (_ctx, client) => client.grantTypeAllowed('refresh_token'),
    rotateRefreshToken: true,
    clientBasedCORS: () => false,
    ttl: { ...shared.ttl, AccessToken: options.accessTokenLifetime ?? 3600, RefreshToken: 30 * DAY },
    features: featuresOf(options, resource),
  };
}

function featuresOf(options: RemoteServerOptions, resource: () => string): Configuration['features'] {
  const registers = options.registration !== 'none';
  return {
    devInteractions: { enabled: false },
    dPoP: { enabled: false },
    pushedAuthorizationRequests: { enabled: false },
    rpInitiatedLogout: { enabled: false },
    userinfo: { enabled: false },
    introspection: {
      enabled: options.tellsAccount !== false,
      allowedPolicy: (_ctx, client, token) => token.clientId === client.clientId,
    },
    registration: { enabled: registers },
    registrationManagement: { enabled: registers },
    revocation: {
      enabled: true,
      allowedPolicy: (_ctx, client, token) => token.clientId === client.clientId,
    },
    resourceIndicators: {
      enabled: true,
      // A request without `resource` is one for no resource, so its token opens nothing here.
      useGrantedResource: () => false,
      getResourceServerInfo: (_ctx, indicator) => {
        if (indicator !== resource()) throw new Error('another resource');
        return {
          scope: Object.keys(NOTE_SCOPES).join(' '),
          audience: indicator,
          accessTokenTTL: options.accessTokenLifetime ?? 3600,
          accessTokenFormat: 'opaque',
        };
      },
    },
  };
}
