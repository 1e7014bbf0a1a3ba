import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { putOAuthApp } from '../../src/broker/apps/put-oauth-app.ts';
import { startConnect } from '../../src/broker/connect/start-connect.ts';
import { endConnection } from '../../src/broker/disconnect/end-connection.ts';
import type { CustomProviderBody } from '../../src/contract/custom-provider.ts';
import { hostResolver } from '../../src/egress/host-resolver.ts';
import { defaultValues, fill } from '../../src/oauth/resolve-facts.ts';
import { CATALOGUE } from '../../src/providers/catalogue.ts';
import { isCatalogueHost } from '../../src/providers/catalogue-hosts.ts';
import { Secret } from '../../src/vault/secret.ts';
import {
  bearerOf,
  challengeOf,
  checkAuthorization,
  form,
  isBasicOf,
  isVerifierOf,
  must,
  redirectTo,
} from './scripted/checks.ts';
import { ADMIN, CLIENT, openTheatre, type Theatre, WORKSPACE } from './scripted/journey.ts';
import { Ledger } from './scripted/ledger.ts';
import { connect, injected } from './scripted/run-journey.ts';
import type { Play, Script, ScriptClient } from './scripted/script.ts';

const ISSUER = 'https://login.customer.example';

/** An ordinary OpenID provider as RFC 6749, 7009, 7636, 8414 and 9207 describe it. */
const script: Script = {
  provider: 'custom~customer',
  hosts: ['login.customer.example'],
  expect: {
    account: 'ann@customer.example',
    scopes: [],
    apiHeaders: () => ({}),
    allowedHosts: [],
    refreshes: true,
    revocation: 'revoked',
  },
  play,
};

let metadata: Record<string, unknown>;

function play(verified: ScriptClient): Play {
  const client = { ...verified, redirectUri: verified.redirectUri.replace('/verified', `/${WORKSPACE}`) };
  const ledger = new Ledger({ refresh: 'kills-family' });
  let challenge = '';
  return {
    authorize(url) {
      const state = checkAuthorization(url, client, {
        at: `${ISSUER}/authorize`,
        parameters: { scope: 'openid api' },
      });
      challenge = challengeOf(url);
      return redirectTo(client, { code: ledger.newCode(), state, iss: ISSUER });
    },
    answer(request) {
      switch (`${request.method} ${request.path}`) {
        case 'GET /.well-known/openid-configuration':
          return { status: 200, body: metadata };
        case 'GET /me':
          must(ledger.liveAccess.has(bearerOf(request) ?? ''), 'a live token');
          return { status: 200, body: { sub: '7', email: 'ann@customer.example' } };
        case 'POST /revoke':
          must(isBasicOf(request, client), 'client_secret_basic');
          ledger.kill();
          return { status: 200 };
      }
      must(request.path === '/token' && isBasicOf(request, client), 'client_secret_basic');
      const body = form(request);
      const isCode = body.get('grant_type') === 'authorization_code';
      if (isCode)
        must(
          isVerifierOf(challenge, body.get('code_verifier')) && ledger.spendCode(body.get('code')),
          'the code',
        );
      const pair = isCode ? ledger.issue() : ledger.rotate(body.get('refresh_token'));
      if (!pair) return { status: 400, body: { error: 'invalid_grant' } };
      return {
        status: 200,
        body: {
          access_token: pair.access,
          refresh_token: pair.refresh,
          token_type: 'Bearer',
          expires_in: 3600,
        },
      };
    },
    isLive: (token) => ledger.liveAccess.has(token),
  };
}

let theatre: Theatre;
beforeEach(async () => {
  metadata = {
    issuer: ISSUER,
    authorization_endpoint: `${ISSUER}/authorize`,
    token_endpoint: `${ISSUER}/token`,
    userinfo_endpoint: `${ISSUER}/me`,
    revocation_endpoint: `${ISSUER}/revoke`,
    authorization_response_iss_parameter_supported: true,
  };
  const opened = await openTheatre(script);
  // Names of this test resolve nowhere: public by name, but for the one that stands for a private address.
  const isPublic = async (host: string) =>
    host.endsWith('.customer.example') ? host !== 'internal.customer.example' : hostResolver.isPublic(host);
  theatre = { ...opened, ports: { ...opened.ports, hosts: { ...hostResolver, isPublic } } };
});
afterEach(() => theatre.close());

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
  putOAuthApp(theatre.ports, {
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
    expect(await connect(theatre)).toMatchObject({ status: 'active', accountLabel: 'ann@customer.example' });
    const { headers, allowedHosts } = await injected(theatre);
    expect(allowedHosts).toEqual(['api.customer.example']);
    expect(theatre.play.isLive(headers.Authorization?.replace('Bearer ', '') ?? '')).toBe(true);
    const { refreshConnection } = await import('../../src/broker/refresh/refresh-connection.ts');
    const key = { workspaceId: WORKSPACE, connectionId: 'custom~customer' };
    expect((await refreshConnection(theatre.ports, { key, deadline: theatre.now() + 60_000 })).outcome).toBe(
      'refreshed',
    );
    expect((await endConnection(theatre.ports, { key, actor: 'ada' })).revocation.outcome).toBe('revoked');
    expect(theatre.complaints).toEqual([]);
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
    ['T144: an API host with a private address', { apiHosts: ['internal.customer.example'] }],
  ])('is refused with %s, and nothing is stored', async (_title, patch) => {
    await expect(register({ ...byIssuer, ...patch } as CustomProviderBody)).rejects.toMatchObject({
      code: 'custom_provider_refused',
    });
    expect(await theatre.ports.apps.newest(WORKSPACE, 'custom~customer')).toBeUndefined();
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
    expect(await theatre.ports.apps.newest(WORKSPACE, 'custom~customer')).toBeUndefined();
  });

  it('is unknown until it is registered, and unknown to other workspaces', async () => {
    const start = (workspaceId: string) =>
      startConnect(theatre.ports, {
        caller: { ...ADMIN, roles: new Map([[workspaceId, 'admin']]) },
        workspaceId,
        provider: 'custom~customer',
      });
    await expect(start(WORKSPACE)).rejects.toMatchObject({ code: 'app_not_available' });
    await register(byIssuer);
    await expect(start('globex')).rejects.toMatchObject({ code: 'app_not_available' });
  });

  it('T018: no host of any catalogue provider is free to be claimed', () => {
    for (const { oauth, variables } of CATALOGUE.values()) {
      const url = fill(oauth.tokenEndpoint, defaultValues(variables)).replace(/\{\w+\}/g, 'x');
      expect(isCatalogueHost(CATALOGUE, new URL(url).hostname), url).toBe(true);
    }
    expect(isCatalogueHost(CATALOGUE, 'login.customer.example')).toBe(false);
  });
});
