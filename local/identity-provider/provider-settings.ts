/** The settings of the library for the local identity provider. */
import { type Configuration, errors, type KoaContextWithOIDC } from 'oidc-provider';
import type { ServerFetch } from '../../src/egress/server-fetch.ts';
import type { OidcKeys } from '../oidc-keys.ts';
import { respond, sharedSettings } from '../oidc-settings.ts';
import { html, Markup } from '../pages/html.ts';
import { type Brand, PAGE_HEADERS, renderPage } from '../pages/page.ts';
import {
  ACCESS_TOKEN_LIFETIME,
  API_SCOPE,
  PEOPLE,
  REFRESH_TOKEN_LIFETIME,
  WORKSPACE_CLAIM,
} from '../people.ts';
import { workspacesOf } from './claims.ts';
import { consentPolicy, grantFor } from './consent.ts';
import { DASHBOARD_CLIENT, dashboardClient } from './dashboard-client.ts';
import { CLIENT_FEATURES, clientSettings } from './endpoint-clients.ts';
import { audienceFor, placeOf, resourceUnnamed } from './resources.ts';

export const BRAND: Brand = {
  name: 'Local sign-in',
  tagline: 'These people exist only in the local environment. They have no passwords.',
  theme: 'identity',
};

export interface SettingsInput {
  origin: string;
  keys: OidcKeys;
  dashboardUrl: string;
  /** Undefined: there is no endpoint, and no client but the dashboard. */
  endpointAddress: string | undefined;
  fetchDocument: ServerFetch;
}

export function settingsOf(input: SettingsInput): Configuration {
  const { origin, keys, dashboardUrl, endpointAddress, fetchDocument } = input;
  const shared = sharedSettings({ origin, cookiePrefix: 'local_sign_in', keys, brand: BRAND });
  return {
    ...shared,
    ...(endpointAddress !== undefined && clientSettings(fetchDocument)),
    clients: [dashboardClient(dashboardUrl)],
    interactions: { ...shared.interactions, policy: consentPolicy() },
    scopes: ['openid'],
    claims: { openid: ['sub', 'name'] },
    // The ID token contains the name, because there is no userinfo endpoint.
    conformIdTokenClaims: false,
    findAccount: (_ctx, id) => {
      const person = PEOPLE.find((known) => known.id === id);
      return person && { accountId: person.id, claims: () => ({ sub: person.id, name: person.name }) };
    },
    extraTokenClaims: (_ctx, token) => {
      if (!('accountId' in token)) return undefined;
      const resource = token.resourceServer?.identifier() ?? '';
      const place = endpointAddress === undefined ? undefined : placeOf(resource, endpointAddress);
      return { [WORKSPACE_CLAIM]: workspacesOf(token.accountId, place ?? {}) };
    },
    loadExistingGrant: grantFor,
    pkce: { required: () => true },
    allowOmittingSingleRegisteredRedirectUri: false,
    // Whoever asks keeps the refresh token outside this machine's control, so each use replaces it (RFC 9700 section 4.14.2).
    issueRefreshToken: async (_ctx, client) => client.grantTypeAllowed('refresh_token'),
    rotateRefreshToken: true,
    clientBasedCORS: (_ctx, corsOrigin, client) =>
      client.clientId !== DASHBOARD_CLIENT || corsOrigin === new URL(dashboardUrl).origin,
    ttl: { ...shared.ttl, AccessToken: ACCESS_TOKEN_LIFETIME, RefreshToken: REFRESH_TOKEN_LIFETIME },
    features: features(endpointAddress),
  };
}

function features(endpointAddress: string | undefined): Configuration['features'] {
  return {
    devInteractions: { enabled: false },
    dPoP: { enabled: false },
    pushedAuthorizationRequests: { enabled: false },
    userinfo: { enabled: false },
    ...(endpointAddress !== undefined && CLIENT_FEATURES),
    resourceIndicators: resourceIndicators(endpointAddress),
    rpInitiatedLogout: {
      enabled: true,
      logoutSource: signOutPage,
      postLogoutSuccessSource: (ctx) => respond(ctx, BRAND, 'Signed out', 'You can close this page.'),
    },
  };
}

/** One resource for each authorization, which its tokens keep when they are refreshed. */
function resourceIndicators(endpointAddress: string | undefined) {
  return {
    enabled: true,
    defaultResource: (_ctx, client, oneOf) => oneOf ?? resourceUnnamed(client.clientId, endpointAddress),
    useGrantedResource: () => true,
    getResourceServerInfo: ({ oidc }, resource, client) => {
      // A list would make a code from which tokens for several resources are had one after the other.
      if (Array.isArray(oidc.params?.resource)) throw new errors.InvalidTarget('one resource at a time');
      return {
        scope: API_SCOPE,
        audience: audienceFor(client.clientId, resource, endpointAddress),
        accessTokenTTL: ACCESS_TOKEN_LIFETIME,
        accessTokenFormat: 'jwt',
        jwt: { sign: { alg: 'RS256' } },
      };
    },
  } satisfies NonNullable<Configuration['features']>['resourceIndicators'];
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
