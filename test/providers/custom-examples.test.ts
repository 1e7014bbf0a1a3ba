/**
 * GitHub Enterprise, X and ClickUp are added by an admin, without a deploy: the three descriptions of docs/custom-providers.md
 * against servers that were scripted from the providers' documentation.
 * Covers src/providers/custom.ts, src/providers/custom-account.ts, src/broker/apps/describe-custom-provider.ts,
 * src/broker/apps/proved-custom.ts, src/broker/apps/find-provider.ts, src/broker/servers/custom-api.ts.
 */
import { afterEach, describe, expect, it } from 'vitest';
import { accountEndpoint } from '../../local/scripted-providers/account-endpoint.ts';
import { oauthError, tooManyRequests } from '../../local/scripted-providers/answers.ts';
import { fieldsFromClient } from '../../local/scripted-providers/client-credentials.ts';
import { must } from '../../local/scripted-providers/received-request.ts';
import type { ScriptedProvider } from '../../local/scripted-providers/scripted-provider.ts';
import { startConnect } from '../../src/broker/connect/start-connect.ts';
import { endConnection } from '../../src/broker/disconnect/end-connection.ts';
import { refreshConnection } from '../../src/broker/refresh/refresh-connection.ts';
import { exampleOf, openCustomWorld, register } from './custom-world.ts';
import { connect, injected } from './run-journey.ts';
import { ADMIN, WORKSPACE, type World } from './world.ts';

const GHE = 'github.acme.example';
const githubError = (error: string) => ({ status: 200, body: { error } });

/** https://docs.github.com/en/enterprise-server/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps */
const githubEnterprise: ScriptedProvider = {
  provider: 'custom~ghe',
  expected: {
    account: 'octo-ann',
    scopes: ['read:user', 'repo'],
    allowedHosts: [GHE],
    refreshes: false,
    revocation: 'not_supported',
  },
  tokens: { prefixes: { access: 'gho_', refresh: 'none-' }, reuse: 'works' },
  authorization: {
    at: `https://${GHE}/login/oauth/authorize`,
    scopes: { names: ['read:user', 'repo'], others: 'refused' },
    pkce: 'ignored',
    callback: { iss: `https://${GHE}/login/oauth` },
  },
  token: {
    at: `POST ${GHE}/login/oauth/access_token`,
    credentials: 'body',
    isGrantTypeOptional: true,
    check: ({ headers }) => must(headers.accept === 'application/json', 'Accept, or the answer is a form'),
    tokens: ({ access }) => ({ access_token: access, scope: 'read:user,repo', token_type: 'bearer' }),
    wrongClient: githubError('incorrect_client_credentials'),
    wrongCode: githubError('bad_verification_code'),
  },
  endpoints: {
    [`GET ${GHE}/api/v3/user`]: accountEndpoint({
      account: { login: 'octo-ann', id: 583231, type: 'User', name: null },
      refused: { status: 401, body: { message: 'Bad credentials' } },
    }),
  },
};

/** https://docs.x.com/fundamentals/authentication/oauth-2-0/user-access-token */
const x: ScriptedProvider = {
  provider: 'custom~x',
  expected: {
    account: 'ann',
    scopes: ['tweet.read', 'users.read', 'offline.access'],
    allowedHosts: ['api.x.com'],
    refreshes: true,
    revocation: 'revoked',
  },
  tokens: { reuse: 'ends-grant' },
  authorization: {
    at: 'https://x.com/i/oauth2/authorize',
    scopes: { names: ['tweet.read', 'users.read', 'offline.access'], others: 'refused' },
    pkce: 'S256',
  },
  token: {
    at: 'POST api.x.com/2/oauth2/token',
    credentials: 'basic',
    tokens: ({ access, refresh }) => ({
      token_type: 'bearer',
      expires_in: 7200,
      access_token: access,
      scope: 'users.read tweet.read offline.access',
      refresh_token: refresh,
    }),
    wrongClient: oauthError(401, 'unauthorized_client'),
    wrongCode: oauthError(400, 'invalid_request'),
    refresh: { deadGrant: oauthError(400, 'invalid_grant'), throttled: tooManyRequests(900) },
  },
  endpoints: {
    'GET api.x.com/2/users/me': accountEndpoint({
      account: { data: { id: '2244994945', name: 'Ann', username: 'ann' } },
      refused: { status: 401, body: { title: 'Unauthorized', status: 401 } },
    }),
    // One token a request; whether the other one ends with it is not documented.
    'POST api.x.com/2/oauth2/revoke': (request, session) => {
      const { token } = fieldsFromClient(request, session, 'basic');
      session.tokens.revokeOneOfTwo(token);
      return { status: 200, body: { revoked: true } };
    },
  },
};

/** https://developer.clickup.com/docs/authentication */
const clickUp: ScriptedProvider = {
  provider: 'custom~clickup',
  expected: {
    account: 'Ann',
    scopes: [],
    allowedHosts: ['api.clickup.com'],
    refreshes: false,
    revocation: 'not_supported',
  },
  tokens: { reuse: 'works' },
  authorization: { at: 'https://app.clickup.com/api', absent: ['scope'], pkce: 'ignored' },
  token: {
    at: 'POST api.clickup.com/api/v2/oauth/token',
    credentials: 'body',
    isGrantTypeOptional: true,
    // The documented answer has no type.
    tokens: ({ access }) => ({ access_token: access }),
    wrongClient: { status: 401, body: { err: 'Client not found', ECODE: 'OAUTH_010' } },
    wrongCode: { status: 400, body: { err: 'Code already used', ECODE: 'OAUTH_014' } },
  },
  endpoints: {
    'GET api.clickup.com/api/v2/user': accountEndpoint({
      account: { user: { id: 123, username: 'Ann', email: 'ann@acme.example', color: '#ff0000' } },
      refused: { status: 401, body: { err: 'Token invalid', ECODE: 'OAUTH_025' } },
    }),
  },
};

let world: World;
afterEach(() => world.close());

describe.each([
  ['GitHub Enterprise Server', githubEnterprise],
  ['X', x],
  ['ClickUp', clickUp],
])('%s, as an admin adds it', (heading, scripted) => {
  it('connects, injects, refreshes if it can, and disconnects', async () => {
    world = await openCustomWorld(scripted);
    const { ports, running } = world;
    const { account, scopes, allowedHosts, refreshes, revocation } = scripted.expected;
    const key = { workspaceId: WORKSPACE, connectionId: scripted.provider };
    await register(world, exampleOf(heading));

    const connection = await connect(world);
    expect(connection).toMatchObject({ status: 'active', accountLabel: account });
    expect([...connection.grantedScopes].sort()).toEqual([...scopes].sort());

    const call = await injected(world);
    const token = call.headers.Authorization?.replace('Bearer ', '') ?? '';
    expect(call.allowedHosts).toEqual(allowedHosts);
    expect(running.isLive(token)).toBe(true);

    const refresh = () => refreshConnection(ports, { key, deadline: world.now() + 60_000 });
    expect((await refresh()).outcome).toBe(refreshes ? 'refreshed' : 'not_refreshable');
    const renewed = (await injected(world)).headers.Authorization?.replace('Bearer ', '') ?? '';
    expect([running.isLive(renewed), renewed !== token]).toEqual([true, refreshes]);

    const receipt = await endConnection(ports, { key, actor: 'ada' });
    expect(receipt.revocation.outcome).toBe(revocation);
    if (revocation === 'revoked') expect(running.isLive(renewed)).toBe(false);
    else expect(receipt.revocation.byHandAt).toMatch(/^https:\/\/[a-z.]+(\/login\/oauth)?$/);
    expect(world.violations).toEqual([]);
    for (const secret of [token, renewed]) expect(world.logged.join('\n')).not.toContain(secret);
  });
});

describe('a variable in a host', () => {
  it('T143: is set by the admin, and no member can set it', async () => {
    world = await openCustomWorld(githubEnterprise);
    await register(world, exampleOf('GitHub Enterprise Server'));
    const start = startConnect(world.ports, {
      caller: ADMIN,
      workspaceId: WORKSPACE,
      provider: 'custom~ghe',
      variables: { host: 'evil.example' },
    });
    await expect(start).rejects.toMatchObject({ code: 'invalid_variable' });
    expect(world.requests).toEqual([]);
  });

  it.each([
    ['a host of the catalogue', 'github.com'],
    ['a private host', 'internal.acme.example'],
  ])('T018 T144: cannot lead to %s', async (_title, host) => {
    world = await openCustomWorld(githubEnterprise);
    const body = exampleOf('GitHub Enterprise Server');
    await expect(register(world, { ...body, variables: { host } })).rejects.toMatchObject({
      code: 'custom_provider_refused',
    });
    expect(await world.ports.apps.newest(WORKSPACE, 'custom~ghe')).toBeUndefined();
  });
});
