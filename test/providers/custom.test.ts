/**
 * Covers src/egress/host-resolver.ts, src/providers/custom.ts, src/providers/catalogue-hosts.ts,
 * src/broker/apps/describe-custom-provider.ts, src/broker/apps/find-provider.ts, src/broker/apps/put-oauth-app.ts,
 * src/oauth/discover-endpoints.ts, src/oauth/resolve-facts.ts.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { accountEndpoint } from '../../local/scripted-providers/account-endpoint.ts';
import { oauthError, tooManyRequests } from '../../local/scripted-providers/answers.ts';
import { revocationEndpoint } from '../../local/scripted-providers/revocation-endpoint.ts';
import type { ScriptedProvider } from '../../local/scripted-providers/scripted-provider.ts';
import { listProviders } from '../../src/broker/apps/list-providers.ts';
import { putOAuthApp } from '../../src/broker/apps/put-oauth-app.ts';
import { startConnect } from '../../src/broker/connect/start-connect.ts';
import { endConnection } from '../../src/broker/disconnect/end-connection.ts';
import type { CustomProviderBody } from '../../src/contract/custom-provider.ts';
import { hostResolver } from '../../src/egress/host-resolver.ts';
import { defaultValues, fill } from '../../src/oauth/resolve-facts.ts';
import { CATALOGUE } from '../../src/providers/catalogue.ts';
import { isCatalogueHost } from '../../src/providers/catalogue-hosts.ts';
import { Secret } from '../../src/vault/secret.ts';
import { connect, injected } from './run-journey.ts';
import { ADMIN, CLIENT, openWorld, WORKSPACE, type World } from './world.ts';

const HOST = 'login.customer.example';
const ISSUER = `https://${HOST}`;

let metadata: Record<string, unknown>;

/** An ordinary OpenID provider as RFC 6749, 7009, 7636, 8414 and 9207 describe it. */
const scripted: ScriptedProvider = {
  provider: 'custom~customer',
  expected: {
    account: 'ann@customer.example',
    scopes: [],
    allowedHosts: ['api.customer.example'],
    refreshes: true,
    revocation: 'revoked',
  },
  tokens: { reuse: 'ends-grant' },
  authorization: {
    at: `${ISSUER}/authorize`,
    parameters: { scope: 'openid api' },
    pkce: 'S256',
    callback: { iss: ISSUER },
  },
  token: {
    at: `POST ${HOST}/token`,
    credentials: 'basic',
    tokens: ({ access, refresh }) => ({
      access_token: access,
      refresh_token: refresh,
      token_type: 'Bearer',
      expires_in: 3600,
    }),
    wrongClient: oauthError(401, 'invalid_client'),
    wrongCode: oauthError(400, 'invalid_grant'),
    refresh: { deadGrant: oauthError(400, 'invalid_grant'), throttled: tooManyRequests(30) },
  },
  endpoints: {
    [`GET ${HOST}/.well-known/openid-configuration`]: () => ({ status: 200, body: metadata }),
    [`GET ${HOST}/me`]: accountEndpoint({
      account: { sub: '7', email: 'ann@customer.example' },
      refused: oauthError(401, 'invalid_token'),
    }),
    [`POST ${HOST}/revoke`]: revocationEndpoint({
      credentials: 'basic',
      takes: 'either',
      endsGrant: true,
      revoked: { status: 200 },
      // RFC 7009 section 2.2.
      unknown: { status: 200 },
    }),
  },
};

let world: World;
beforeEach(async () => {
  metadata = {
    issuer: ISSUER,
    authorization_endpoint: `${ISSUER}/authorize`,
    token_endpoint: `${ISSUER}/token`,
    userinfo_endpoint: `${ISSUER}/me`,
    revocation_endpoint: `${ISSUER}/revoke`,
    authorization_response_iss_parameter_supported: true,
  };
  const opened = await openWorld(scripted, WORKSPACE);
  // Names of this test resolve nowhere: public by name, but for the one that stands for a private address.
  const isPublic = async (host: string) =>
    host.endsWith('.customer.example') ? host !== 'internal.customer.example' : hostResolver.isPublic(host);
  world = { ...opened, ports: { ...opened.ports, hosts: { ...hostResolver, isPublic } } };
});
afterEach(() => world.close());

const byIssuer: CustomProviderBody = {
  name: 'Customer',
  issuer: ISSUER,
  scopes: ['openid', 'api'],
  apiHosts: ['api.customer.example'],
};
const byEndpoints: CustomProviderBody = {
  name: 'Customer',
  issuer: ISSUER,
  scopes: ['openid', 'api'],
  apiHosts: ['api.customer.example'],
  authorizationEndpoint: `${ISSUER}/authorize`,
  tokenEndpoint: `${ISSUER}/token`,
  userinfoEndpoint: `${ISSUER}/me`,
  revocationEndpoint: `${ISSUER}/revoke`,
};
const register = (custom: CustomProviderBody) =>
  putOAuthApp(world.ports, {
    caller: ADMIN,
    workspaceId: WORKSPACE,
    provider: 'custom~customer',
    clientId: CLIENT.clientId,
    clientSecret: new Secret(CLIENT.clientSecret),
    custom,
  });

describe('a provider of a workspace’s own', () => {
  it.each([
    ['by its issuer', byIssuer],
    ['by its endpoints', byEndpoints],
  ])('registered %s: connects, injects for its hosts alone, refreshes, disconnects', async (_title, body) => {
    expect((await register(body)).custom).toMatchObject({ issuer: ISSUER, tokenEndpoint: `${ISSUER}/token` });
    expect(await connect(world)).toMatchObject({ status: 'active', accountLabel: 'ann@customer.example' });
    const { headers, allowedHosts } = await injected(world);
    expect(allowedHosts).toEqual(['api.customer.example']);
    expect(world.running.isLive(headers.Authorization?.replace('Bearer ', '') ?? '')).toBe(true);
    const { refreshConnection } = await import('../../src/broker/refresh/refresh-connection.ts');
    const key = { workspaceId: WORKSPACE, connectionId: 'custom~customer' };
    expect((await refreshConnection(world.ports, { key, deadline: world.now() + 60_000 })).outcome).toBe(
      'refreshed',
    );
    expect((await endConnection(world.ports, { key, actor: 'ada' })).revocation.outcome).toBe('revoked');
    expect(world.violations).toEqual([]);
  });

  it.each<[string, Partial<CustomProviderBody>]>([
    ['T144: a loopback address', { issuer: 'https://127.0.0.1' }],
    ['T144: an address in decimal form', { issuer: 'https://2130706433' }],
    ['T144: a private address', { issuer: 'https://10.0.0.1' }],
    ['T144: the metadata address', { issuer: 'https://169.254.169.254' }],
    ['T144: a mapped IPv6 address', { issuer: 'https://[::ffff:127.0.0.1]' }],
    ['T144 T145: a name that resolves to a private address', { issuer: 'https://internal.customer.example' }],
    ['T146: localhost by name', { issuer: 'https://localhost' }],
    ['T018: a host of the catalogue', { issuer: 'https://accounts.google.com' }],
    ['T018: another host of a catalogue provider’s domain', { issuer: 'https://evil.github.com' }],
    ['T018: an API host of the catalogue', { apiHosts: ['api.github.com'] }],
    ['T018: a host of the catalogue with the dot of the root', { issuer: 'https://accounts.google.com.' }],
    ['T018: a host of the catalogue in capitals', { issuer: 'https://ACCOUNTS.Google.COM' }],
    ['T144: an API host with a private address', { apiHosts: ['internal.customer.example'] }],
  ])('is refused with %s, and nothing is stored', async (_title, patch) => {
    await expect(register({ ...byIssuer, ...patch } as CustomProviderBody)).rejects.toMatchObject({
      code: 'custom_provider_refused',
    });
    expect(await world.ports.apps.newest(WORKSPACE, 'custom~customer')).toBeUndefined();
  });

  it.each<[string, Record<string, unknown>, string]>([
    [
      'T020: metadata of another issuer',
      { issuer: 'https://other.customer.example' },
      'provider_unreachable',
    ],
    [
      'T020: a token endpoint of another host',
      { token_endpoint: 'https://other.customer.example/token' },
      'custom_provider_refused',
    ],
    [
      'T018: a token endpoint of the catalogue',
      { token_endpoint: 'https://oauth2.googleapis.com/token' },
      'custom_provider_refused',
    ],
    [
      'an endpoint without https',
      { token_endpoint: 'http://login.customer.example/token' },
      'custom_provider_refused',
    ],
    [
      'T011: a scheme of another kind',
      { authorization_endpoint: 'javascript:alert(1)' },
      'custom_provider_refused',
    ],
    ['no userinfo endpoint', { userinfo_endpoint: undefined }, 'custom_provider_refused'],
  ])('is refused with %s', async (_title, patch, code) => {
    metadata = { ...metadata, ...patch };
    await expect(register(byIssuer)).rejects.toMatchObject({ code });
    expect(await world.ports.apps.newest(WORKSPACE, 'custom~customer')).toBeUndefined();
  });

  it('is unknown until it is registered, and unknown to other workspaces', async () => {
    const start = (workspaceId: string) =>
      startConnect(world.ports, {
        caller: { ...ADMIN, roles: new Map([[workspaceId, 'admin']]) },
        workspaceId,
        provider: 'custom~customer',
      });
    await expect(start(WORKSPACE)).rejects.toMatchObject({ code: 'app_not_available' });
    await register(byIssuer);
    await expect(start('globex')).rejects.toMatchObject({ code: 'app_not_available' });
  });

  it('is listed with the catalogue, for its workspace alone, and can be connected as listed', async () => {
    const listed = async (workspaceId: string) =>
      (await listProviders(world.ports, workspaceId)).find(({ id }) => id === 'custom~customer');
    expect(await listed(WORKSPACE)).toBeUndefined();
    await register(byIssuer);
    expect(await listed(WORKSPACE)).toMatchObject({
      name: 'Customer',
      connectsWith: 'workspace',
      apps: [{ scopes: [{ scope: 'openid' }, { scope: 'api' }] }],
      templateNames: expect.arrayContaining(['accessToken']),
    });
    expect(await listed('globex')).toBeUndefined();
  });

  it('T018: no host of any catalogue provider is free to be claimed', () => {
    for (const { oauth, variables } of CATALOGUE.values()) {
      const template = fill(oauth.tokenEndpoint, defaultValues(variables));
      // GitHub Enterprise Server is at hosts of its customers, and at none of its own.
      if (/^https:\/\/\{\w+\}\//.test(template)) continue;
      const url = template.replace(/\{\w+\}/g, 'x');
      expect(isCatalogueHost(CATALOGUE, new URL(url).hostname), url).toBe(true);
    }
    expect(isCatalogueHost(CATALOGUE, 'login.customer.example')).toBe(false);
    for (const spelling of [
      'Accounts.Google.com',
      'accounts.google.com.',
      'accounts.google.com:8443',
      'google.com.',
    ])
      expect(isCatalogueHost(CATALOGUE, spelling), spelling).toBe(true);
  });
});
