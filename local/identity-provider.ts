/** The identity provider of the local environment. Its people have no passwords, and its access tokens are RS256 JWTs. */
import { join } from 'node:path';
import { type Configuration, type KoaContextWithOIDC, Provider } from 'oidc-provider';
import { keepIssuer } from './issuer-file.ts';
import { listenOnLoopback } from './listen-on-loopback.ts';
import { openOidcStore } from './oidc-file-adapter.ts';
import { loadOidcKeys, type OidcKeys } from './oidc-keys.ts';
import { requestListener, respond, sharedSettings } from './oidc-settings.ts';
import { html, Markup } from './pages/html.ts';
import { type Brand, PAGE_HEADERS, renderPage } from './pages/page.ts';
import { ACCESS_TOKEN_LIFETIME, API_SCOPE, LOCAL_AUDIENCE, PEOPLE, WORKSPACE_CLAIM } from './people.ts';

/** Client id of the dashboard. */
export const DASHBOARD_CLIENT = 'dashboard';

const BRAND: Brand = {
  name: 'Local sign-in',
  tagline: 'These people exist only in the local environment. They have no passwords.',
  theme: 'identity',
};
/** A working day, in seconds. */
const REFRESH_TOKEN_LIFETIME = 8 * 3600;

/** The running identity provider. */
export interface IdentityProvider {
  issuer: string;
  close(): Promise<void>;
}

/** Starts the identity provider on a port of 127.0.0.1; port 0 takes a free one. */
export async function startIdentityProvider(input: {
  port: number;
  /** Without a trailing slash. */
  dashboardUrl: string;
  stateDir: string;
}): Promise<IdentityProvider> {
  const keys = await loadOidcKeys('identity-provider', input.stateDir);
  const adapter = openOidcStore(join(input.stateDir, 'identity-provider.json'));
  const listener = (origin: string) => {
    const settings = settingsOf({ origin, keys, dashboardUrl: input.dashboardUrl });
    const provider = new Provider(origin, { ...settings, adapter });
    return requestListener({ provider, brand: BRAND, choices: choices(), permission: () => undefined });
  };
  // The dashboard's page asks for its tokens.
  const pages = [new URL(input.dashboardUrl).origin];
  const { origin, close } = await listenOnLoopback(input.port, listener, { pages, mayBeFramed: true });
  await keepIssuer(input.stateDir, origin);
  return { issuer: origin, close };
}

function choices() {
  return PEOPLE.map(({ id, name, workspaces }) => ({
    id,
    name,
    hint: workspaces.map((entry) => entry.replace(':', ' · ')).join(', '),
  }));
}

function settingsOf(input: { origin: string; keys: OidcKeys; dashboardUrl: string }): Configuration {
  const { origin, keys, dashboardUrl } = input;
  const shared = sharedSettings({ origin, cookiePrefix: 'local_sign_in', keys, brand: BRAND });
  return {
    ...shared,
    clients: [
      {
        client_id: DASHBOARD_CLIENT,
        client_name: 'Connections',
        token_endpoint_auth_method: 'none',
        redirect_uris: [`${dashboardUrl}/`, `${dashboardUrl}/silent.html`],
        grant_types: ['authorization_code', 'refresh_token'],
        post_logout_redirect_uris: [`${dashboardUrl}/`],
      },
    ],
    scopes: ['openid'],
    claims: { openid: ['sub', 'name'] },
    // The ID token contains the name, because there is no userinfo endpoint.
    conformIdTokenClaims: false,
    findAccount: (_ctx, id) => {
      const person = PEOPLE.find((known) => known.id === id);
      return person && { accountId: person.id, claims: () => ({ sub: person.id, name: person.name }) };
    },
    extraTokenClaims: (_ctx, token) => ({
      [WORKSPACE_CLAIM]: PEOPLE.find(({ id }) => 'accountId' in token && id === token.accountId)?.workspaces,
    }),
    loadExistingGrant: grantWithoutAsking,
    // The page keeps the refresh token in memory. As it is a public client, each use replaces the token (RFC 9700 section 4.14.2).
    issueRefreshToken: async () => true,
    rotateRefreshToken: true,
    clientBasedCORS: (_ctx, corsOrigin) => corsOrigin === new URL(dashboardUrl).origin,
    ttl: { ...shared.ttl, AccessToken: ACCESS_TOKEN_LIFETIME, RefreshToken: REFRESH_TOKEN_LIFETIME },
    features: features(),
  };
}

function features(): Configuration['features'] {
  return {
    devInteractions: { enabled: false },
    dPoP: { enabled: false },
    pushedAuthorizationRequests: { enabled: false },
    userinfo: { enabled: false },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => LOCAL_AUDIENCE,
      useGrantedResource: () => true,
      getResourceServerInfo: () => ({
        scope: API_SCOPE,
        audience: LOCAL_AUDIENCE,
        accessTokenTTL: ACCESS_TOKEN_LIFETIME,
        accessTokenFormat: 'jwt',
        jwt: { sign: { alg: 'RS256' } },
      }),
    },
    rpInitiatedLogout: {
      enabled: true,
      logoutSource: signOutPage,
      postLogoutSuccessSource: (ctx) => respond(ctx, BRAND, 'Signed out', 'You can close this page.'),
    },
  };
}

/** Grants without a consent page, because the dashboard is this provider's own client. */
async function grantWithoutAsking(ctx: KoaContextWithOIDC) {
  const { provider, client, session } = ctx.oidc;
  if (client === undefined || session?.accountId === undefined) return undefined;
  const known = session.grantIdFor(client.clientId);
  const existing = known === undefined ? undefined : await provider.Grant.find(known);
  if (existing?.accountId === session.accountId) return existing;
  const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope('openid');
  grant.addResourceScope(LOCAL_AUDIENCE, API_SCOPE);
  await grant.save();
  return grant;
}

/** Shows the library's form, which contains its anti-forgery value. The page's script submits it at once. */
function signOutPage(ctx: KoaContextWithOIDC, form: string): void {
  ctx.set(PAGE_HEADERS);
  ctx.body = renderPage({
    brand: BRAND,
    title: 'Sign out',
    script: true,
    body: html`<h1>Signing out…</h1>
${new Markup(form)}
<button class="primary" form="op.logoutForm" name="logout" value="yes">Sign out</button>`,
  });
}
