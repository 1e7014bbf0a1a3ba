/**
 * T249: what an admin may not say of a custom provider, by the API and by a row that an older version sealed; and the header of the
 * token, from the description to the call.
 * Covers src/contract/custom-provider-faults.ts, src/contract/authorization-parameters.ts, src/http/faults-of-body.ts,
 * src/broker/apps/proved-custom.ts, src/broker/apps/foreign-destination.ts, src/broker/apps/check-destination.ts,
 * src/broker/apps/list-providers.ts, src/broker/servers/custom-api.ts.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { oauthError, tooManyRequests } from '../../local/scripted-providers/answers.ts';
import { must } from '../../local/scripted-providers/received-request.ts';
import type { ScriptedProvider } from '../../local/scripted-providers/scripted-provider.ts';
import { listProviders } from '../../src/broker/apps/list-providers.ts';
import { sealedApp } from '../../src/broker/apps/seal-app.ts';
import { startConnect } from '../../src/broker/connect/start-connect.ts';
import { answerInjection } from '../../src/broker/inject/answer-injection.ts';
import type { Ports } from '../../src/broker/ports.ts';
import { refreshConnection } from '../../src/broker/refresh/refresh-connection.ts';
import type { CustomProvider } from '../../src/contract/custom-provider.ts';
import { OAuthAppBody } from '../../src/contract/resources.ts';
import { Secret } from '../../src/vault/secret.ts';
import { type ConnectWorld, openConnectWorld } from '../http/connect-world.ts';
import { connectOwnApp } from '../setup/own-app-connection.ts';
import { openCustomWorld, register } from './custom-world.ts';
import { connect, injected } from './run-journey.ts';
import { ADMIN, WORKSPACE, type World } from './world.ts';

type Json = Record<string, unknown>;
const HOST = 'id.acme.example';
const CUSTOM = {
  name: 'Acme',
  authorizationEndpoint: `https://${HOST}/authorize`,
  tokenEndpoint: `https://${HOST}/token`,
  userinfoEndpoint: `https://${HOST}/me`,
  scopes: ['read'],
  apiHosts: [HOST],
};
const parameter = (name: string, value = 'x') => ({ authorizationParameters: { [name]: value } });
const header = (name: string, value = '{accessToken}') => ({ tokenHeader: { name, value } });
const variable = (form: string, of: string) => ({ label: 'Tenant', form, of });
const at = (pointer: string, reason: string) => [{ pointer, reason }];

const PARAMETERS = '/custom/authorizationParameters';
const RESERVED = [
  ...['state', 'redirect_uri', 'response_type', 'client_id', 'scope', 'nonce', 'code_challenge'],
  ...['code_challenge_method', 'request', 'request_uri', 'registration', 'id_token_hint', 'client_secret'],
  ...['client_key', 'user_scope', 'code', 'code_verifier', 'client_assertion', 'access_token'],
];
const DISGUISED = [
  ...['STATE', 'State', 'state[]', 'state[0]', 'state%5B%5D', ' state', 'state ', 'st\u0430te', 'ｓｔａｔｅ'],
  ...[
    'redirect-uri',
    'redirect.uri',
    'redirect uri',
    'redirectUri',
    'state\u0000',
    'state\u200b',
    'state&state',
  ],
  ...['', '__proto__2', 'a'.repeat(41)],
];

/** What is put, with the fault of each. */
const FAULTS: [string, Json, Json[]][] = [
  ...RESERVED.map((name): [string, Json, Json[]] => [
    `the parameter ${name}`,
    parameter(name),
    at(PARAMETERS, 'reserved_parameter'),
  ]),
  ...DISGUISED.map((name): [string, Json, Json[]] => [
    `the parameter ${JSON.stringify(name)}`,
    parameter(name),
    at(PARAMETERS, 'malformed'),
  ]),
  ['an answer in the fragment', parameter('response_mode', 'fragment'), at(PARAMETERS, 'reserved_parameter')],
  ['a value with a line break', parameter('prompt', 'a\nb'), at(PARAMETERS, 'malformed')],
  ['an empty value', parameter('prompt', ''), at(PARAMETERS, 'malformed')],
  ['a value without end', parameter('prompt', 'x'.repeat(501)), at(PARAMETERS, 'malformed')],
  ['a value with an unknown name', parameter('audience', '{accessToken}'), at(PARAMETERS, 'unknown_name')],
  [
    '21 parameters',
    { authorizationParameters: Object.fromEntries([...'abcdefghijklmnopqrstu'].map((name) => [name, 'x'])) },
    at(PARAMETERS, 'malformed'),
  ],
  ...[
    'request_uri=x',
    'nonce=1',
    'STATE=x',
    'state[]=x',
    'state%5B%5D=x',
    '+state=x',
    'redirect.uri=x',
    'Scope=x',
    '%EF%BD%93tate=x',
  ].map((query): [string, Json, Json[]] => [
    `an authorization endpoint with ${query}`,
    { authorizationEndpoint: `https://${HOST}/authorize?${query}` },
    at('/custom/authorizationEndpoint', 'reserved_parameter'),
  ]),
  ...['app', 'connection'].flatMap((of) =>
    ['{tenant}=x', 'p=1&{tenant}=x', 're{tenant}=x', '{tenant}', '?{tenant}=x'].map(
      (query): [string, Json, Json[]] => [
        `a variable (${of}) that names a parameter of the authorization endpoint: ${query}`,
        {
          authorizationEndpoint: `https://${HOST}/authorize?${query}`,
          variables: { tenant: variable('label', of) },
          ...(of === 'app' && { values: { tenant: 'request' } }),
        },
        at('/custom/authorizationEndpoint', 'misplaced_variable'),
      ],
    ),
  ),
  ['a separator of no list', { scopeSeparator: ';' }, at('/custom/scopeSeparator', 'malformed')],
  [
    'a scope that its separator splits',
    { scopeSeparator: ',', scopes: ['read', 'a,b'] },
    at('/custom/scopes/1', 'malformed_scope'),
  ],
  [
    'a scope that the separator of answers splits',
    { answeredScopeSeparator: '+', scopes: ['a+b'] },
    at('/custom/scopes/0', 'malformed_scope'),
  ],
  ...[
    'Host',
    'host',
    'Cookie',
    'Content-Length',
    'content_length',
    'Transfer-Encoding',
    'Connection',
    'TE',
    'X-Forwarded-For',
    'Mcp-Session-Id',
    'Origin',
    'X_Token',
  ].map((name): [string, Json, Json[]] => [
    `the token in ${name}`,
    header(name),
    at('/custom/tokenHeader/name', 'reserved_header'),
  ]),
  ...['X Token', 'X-Token:', 'X-Tok\u00e9n', 'X-Token\r\n', ''].map((name): [string, Json, Json[]] => [
    `the token in ${JSON.stringify(name)}`,
    header(name),
    at('/custom/tokenHeader/name', 'malformed'),
  ]),
  ['a header without the token', header('X-Token', 'Bearer'), at('/custom/tokenHeader', 'no_token')],
  [
    'a header with the token twice',
    header('X-Token', '{accessToken}{accessToken}'),
    at('/custom/tokenHeader/value', 'token_twice'),
  ],
  [
    'a header with the client id',
    header('X-Token', '{clientId} {accessToken}'),
    at('/custom/tokenHeader/value', 'unknown_name'),
  ],
  [
    'a header with a line break',
    header('X-Token', '{accessToken}\r\nHost: x'),
    at('/custom/tokenHeader/value', 'malformed'),
  ],
  [
    'an unknown name in the token endpoint',
    { tokenEndpoint: 'https://{host}/token' },
    at('/custom/tokenEndpoint', 'unknown_name'),
  ],
  [
    'a misspelt name',
    { tokenEndpoint: `https://${HOST}/{ tenant }/token` },
    at('/custom/tokenEndpoint', 'unknown_name'),
  ],
  ...(['tokenEndpoint', 'userinfoEndpoint', 'revocationEndpoint', 'issuer'] as const).flatMap(
    (member): [string, Json, Json[]][] =>
      [`https://{tenant}.acme.example/x`, `https://${HOST}/{tenant}/x`].map((url) => [
        `a member’s variable in ${member}: ${url}`,
        { [member]: url, variables: { tenant: variable('label', 'connection') } },
        at(`/custom/${member}`, 'misplaced_variable'),
      ]),
  ),
  ...['https://', 'https:///', 'https://\\', 'https:////\\/'].map((start): [string, Json, Json[]] => [
    `a member’s variable in the host that a browser opens: ${start}`,
    {
      authorizationEndpoint: `${start}{tenant}.acme.example/authorize`,
      variables: { tenant: variable('label', 'connection') },
    },
    at('/custom/authorizationEndpoint', 'misplaced_variable'),
  ]),
  [
    'a member’s variable in a host of the API',
    { apiHosts: ['{tenant}.acme.example'], variables: { tenant: variable('label', 'connection') } },
    at('/custom/apiHosts/0', 'misplaced_variable'),
  ],
  ...[
    'https://{tenant}/x',
    'https://{tenant}.com/x',
    'https://api.{tenant}.com/x',
    'https://a.example.{tenant}/x',
  ].map((url): [string, Json, Json[]] => [
    `a label that chooses the domain: ${url}`,
    { tokenEndpoint: url, variables: { tenant: variable('label', 'app') }, values: { tenant: 'acme' } },
    at('/custom/tokenEndpoint', 'misplaced_variable'),
  ]),
  [
    'a whole host before a suffix',
    {
      tokenEndpoint: 'https://{host}.acme.example/token',
      variables: { host: variable('host', 'app') },
      values: { host: 'evil.example' },
    },
    at('/custom/tokenEndpoint', 'misplaced_variable'),
  ],
  [
    'a variable of a name that templates hold',
    { variables: { accessToken: variable('label', 'app') }, values: { accessToken: 'x' } },
    at('/custom/variables', 'reserved_name'),
  ],
  ...['a.b', 'a/b', 'evil.example#', '..', '-a', 'A', 'a:443', 'a@b', '\u0430cme', 'a'.repeat(64)].map(
    (value): [string, Json, Json[]] => [
      `a label with the value ${value}`,
      {
        tokenEndpoint: 'https://{tenant}.acme.example/token',
        variables: { tenant: variable('label', 'app') },
        values: { tenant: value },
      },
      at('/variables/tenant', 'malformed'),
    ],
  ),
  ...[
    'localhost',
    '127.0.0.1',
    '2130706433',
    '[::1]',
    'evil.example/x',
    'evil.example:8443',
    'a@evil.example',
    'EVIL.example',
    'evil.example.',
  ].map((value): [string, Json, Json[]] => [
    `a whole host with the value ${value}`,
    {
      tokenEndpoint: 'https://{host}/token',
      variables: { host: variable('host', 'app') },
      values: { host: value },
    },
    at('/variables/host', 'malformed'),
  ]),
  [
    'no value',
    { tokenEndpoint: 'https://{host}/token', variables: { host: variable('host', 'app') } },
    at('/variables', 'missing_variable'),
  ],
  ['a value of no variable', { values: { host: 'evil.example' } }, at('/variables', 'unknown_variable')],
  [
    'a value of a member’s variable',
    {
      ...parameter('tenant', '{tenant}'),
      variables: { tenant: variable('label', 'connection') },
      values: { tenant: 'acme' },
    },
    at('/variables', 'unknown_variable'),
  ],
  ['an account of a list', { account: { id: 'data.0.id' } }, at('/custom/account/id', 'malformed')],
  ['an account of a token', { account: { id: 'access_token' } }, at('/custom/account/id', 'secret_member')],
  [
    'two faults',
    { ...parameter('state'), ...header('Host') },
    [...at(PARAMETERS, 'reserved_parameter'), ...at('/custom/tokenHeader/name', 'reserved_header')],
  ],
];

const bodyOf = ({ values, ...patch }: Json) => ({
  clientId: 'client-1',
  clientSecret: 'secret',
  ...(values !== undefined && { variables: values }),
  custom: { ...CUSTOM, ...patch },
});

describe('T249: the API', () => {
  let world: ConnectWorld;
  let ports: Ports;
  beforeAll(async () => {
    world = await openConnectWorld('memory');
    ports = { ...world.ports, hosts: { isPublic: async () => true, isPrivate: async () => false } };
  });
  afterAll(() => world.close());
  const put = async (patch: Json) => {
    world.advance(60_000);
    const authorization = `Bearer ${world.person('ada', { acme: 'admin' })}`;
    const response = await world.app(ports).request('/v1/workspaces/acme/oauth-apps/custom~acme', {
      method: 'PUT',
      headers: { authorization, 'content-type': 'application/json' },
      body: JSON.stringify(bodyOf(patch)),
    });
    return { status: response.status, body: (await response.json()) as Json };
  };

  it.each(FAULTS)('refuses %s, says where and why, and stores nothing', async (_title, patch, errors) => {
    const { status, body } = await put(patch);
    expect([status, body.code]).toEqual([400, 'invalid_request']);
    const found = (body.errors as { pointer: string }[]).map(({ pointer, ...fault }) => ({
      // A name of letters and digits may follow.
      pointer: pointer.replace(/^(\/custom\/authorizationParameters)\/\w+$/, '$1'),
      ...fault,
    }));
    expect(found).toEqual(errors);
    expect(await ports.reads.oauthApps('acme', 'custom~acme')).toEqual([]);
  });

  it.each<[string, Json]>([
    [
      'parameters of the provider’s own',
      { authorizationParameters: { access_type: 'offline', response_mode: 'query' } },
    ],
    ['a value of JSON', parameter('claims', '{"userinfo":{"groups":null}}')],
    [
      'our own parameter in the endpoint, which each request replaces',
      { authorizationEndpoint: `https://${HOST}/a?scope=x&p=b2c` },
    ],
    ['a header of its own', header('X-Api-Token')],
    ['the bare token in Authorization', header('Authorization')],
    [
      'a label left of a suffix',
      {
        tokenEndpoint: 'https://{tenant}.acme.example/token',
        variables: { tenant: variable('label', 'app') },
        values: { tenant: 'a-1' },
      },
    ],
    [
      'a member’s variable in what the browser is sent',
      {
        ...parameter('audience', 'tenant-{tenant}'),
        authorizationEndpoint: `https://${HOST}/{tenant}/authorize?p={tenant}`,
        variables: { tenant: variable('label', 'connection') },
      },
    ],
  ])('takes %s', async (_title, patch) => {
    expect(await put(patch)).toMatchObject({ status: 200, body: { app: { custom: { name: 'Acme' } } } });
  });
});

describe('T249: a row that an older version sealed', () => {
  let world: World;
  const provider = 'custom~old';
  let uids = 0;
  beforeAll(async () => {
    world = await openCustomWorld({ ...scripted, provider });
  });
  afterAll(() => world.close());
  const STORED: CustomProvider = {
    ...CUSTOM,
    issuer: `https://${HOST}`,
    issuerInResponse: false,
    clientAuthentication: 'client_secret_basic',
  };
  /** Seals what no rule has seen. */
  async function sealed({ values = {}, ...patch }: Json): Promise<void> {
    uids += 1;
    const { ports } = world;
    const key = { owner: WORKSPACE, provider, version: uids };
    const now = ports.clock.now();
    const custom = { ...STORED, ...patch } as CustomProvider;
    const variables = values as Record<string, string>;
    const app = { uid: `uid-${uids}`, provider, version: uids, clientId: 'client-1', variables, custom };
    const seal = await ports.vault.sealer();
    const set = sealedApp(seal, key, { ...app, createdAt: now, secretSetAt: now }, new Secret('secret'));
    await ports.apps.change(key, { expect: { uid: { absent: true } }, set, writeId: `w-${uids}` });
  }
  const start = () => {
    world.advance(60_000);
    return startConnect(world.ports, { caller: ADMIN, workspaceId: WORKSPACE, provider });
  };
  const isListed = async () =>
    (await listProviders(world.ports, WORKSPACE)).some(({ id }) => id === provider);

  it('with what every version takes is used', async () => {
    await sealed({});
    expect((await start()).authorizationUrl).toContain(`https://${HOST}/authorize`);
    expect(await isListed()).toBe(true);
  });

  it.each<[string, Json]>([
    ...RESERVED.map((name): [string, Json] => [`the parameter ${name}`, parameter(name)]),
    ...DISGUISED.map((name): [string, Json] => [`the parameter ${JSON.stringify(name)}`, parameter(name)]),
    ['a reserved header', header('Host')],
    ['a header with `_`', header('X_Token')],
    ['a header without the token', header('X-Token', 'x')],
    ['a separator of no list', { scopeSeparator: ';' }],
    ['a scope that its separator splits', { scopeSeparator: ',', scopes: ['a,b'] }],
    ['an account of a token', { account: { id: 'access_token' } }],
    ['an account of an e-mail address', { account: { id: 'email' } }],
    ['an account of a list', { account: { id: 'data.0.id' } }],
    ['a member of no version', { pkce: 'none' }],
    ['an endpoint of no https', { tokenEndpoint: `http://${HOST}/token` }],
    ['an endpoint of another port', { tokenEndpoint: `https://${HOST}:8443/token` }],
    [
      'an authorization endpoint of the catalogue',
      { authorizationEndpoint: 'https://accounts.google.com/a' },
    ],
    ['an API host of the catalogue', { apiHosts: ['api.github.com'] }],
    [
      'a value that leads to the catalogue',
      {
        tokenEndpoint: 'https://{host}/token',
        variables: { host: variable('host', 'app') },
        values: { host: 'oauth2.googleapis.com' },
      },
    ],
    [
      'a value with a path',
      {
        tokenEndpoint: 'https://{tenant}.acme.example/token',
        variables: { tenant: variable('label', 'app') },
        values: { tenant: 'evil.example/' },
      },
    ],
    [
      'a member’s variable in a host',
      {
        tokenEndpoint: 'https://{tenant}.acme.example/token',
        variables: { tenant: variable('label', 'connection') },
      },
    ],
  ])('with %s starts no consent, and is not listed', async (_title, patch) => {
    await sealed(patch);
    await expect(start()).rejects.toMatchObject({ code: 'custom_provider_refused' });
    expect(await isListed()).toBe(false);
    expect(world.requests).toEqual([]);
  });
});

/** A provider whose token stands in a header of its own, and in no other. */
const scripted: ScriptedProvider = {
  provider: 'custom~acme',
  expected: {
    account: 'ann',
    scopes: ['read'],
    allowedHosts: [HOST],
    refreshes: true,
    revocation: 'revoked',
  },
  tokens: { reuse: 'ends-grant' },
  authorization: {
    at: `https://${HOST}/authorize`,
    parameters: { audience: 'api', scope: 'read,write' },
    pkce: 'S256',
  },
  token: {
    at: `POST ${HOST}/token`,
    body: 'json',
    credentials: 'body',
    tokens: ({ access, refresh }) => ({
      access_token: access,
      refresh_token: refresh,
      expires_in: 3600,
      scope: 'read+write',
    }),
    wrongClient: oauthError(401, 'invalid_client'),
    wrongCode: oauthError(400, 'invalid_grant'),
    refresh: { deadGrant: oauthError(400, 'invalid_grant'), throttled: tooManyRequests(30) },
  },
  endpoints: {
    [`GET ${HOST}/me`]: ({ headers }, { tokens }) => {
      must(headers.authorization === undefined, 'no Authorization');
      const [, token] = /^Key (\S+)$/.exec(headers['x-api-token'] ?? '') ?? [];
      return tokens.isAccessLive(token)
        ? { status: 200, body: { uid: 'u-1', nick: 'ann' } }
        : oauthError(401, 'no');
    },
  },
};

describe('a header of its own, parameters, separators and a JSON body', () => {
  let world: World;
  beforeAll(async () => {
    world = await openCustomWorld(scripted);
    await register(
      world,
      OAuthAppBody.parse(
        bodyOf({
          ...header('X-Api-Token', 'Key {accessToken}'),
          ...parameter('audience', 'api'),
          scopes: ['read', 'write'],
          scopeSeparator: ',',
          answeredScopeSeparator: '+',
          tokenRequest: 'json',
          clientAuthentication: 'client_secret_post',
          account: { id: 'uid', label: 'nick' },
        }),
      ),
    );
  });
  afterAll(() => world.close());

  function injectedFrom(connectionId: string) {
    const server = 'provider:custom~acme';
    const operation = { id: world.operationId(), kind: 'call', server, tool: 'any' };
    const event = { version: '1', workspaceId: WORKSPACE, connectionId, operation };
    return answerInjection({ ...world.ports, verifyCaller: undefined }, event);
  }

  it('are used from the consent to the call and the refresh', async () => {
    const connection = await connect(world);
    expect(connection).toMatchObject({
      accountLabel: 'ann',
      grantedScopes: ['read', 'write'],
      tokenHeader: { name: 'X-Api-Token', value: 'Key {accessToken}' },
    });
    const { headers, removeHeaders } = await injected(world);
    expect(Object.keys(headers)).toEqual(['X-Api-Token']);
    expect(world.running.isLive(headers['X-Api-Token']?.replace('Key ', '') ?? '')).toBe(true);
    expect(removeHeaders).toEqual(['Authorization', 'Cookie', 'X-Api-Token']);
    const key = { workspaceId: WORKSPACE, connectionId: 'custom~acme' };
    const { outcome } = await refreshConnection(world.ports, { key, deadline: world.now() + 60_000 });
    expect(outcome).toBe('refreshed');
    expect(world.violations).toEqual([]);
  });

  it('T249: a connection that was sealed with a header that it may have gives the token', async () => {
    const key = { workspaceId: WORKSPACE, connectionId: 'custom~acme~honest' };
    const tokenHeader = { name: 'X-Other-Token', value: '{accessToken}' };
    await connectOwnApp(world.ports, key, { tokenHeader, apiHosts: [HOST] });
    const answer = await injectedFrom(key.connectionId);
    expect(answer).toMatchObject({
      isAuthorized: true,
      context: { headers: { 'X-Other-Token': 'access-0' } },
    });
  });

  it.each<[string, { name: string; value: string }]>([
    ['Host', { name: 'Host', value: '{accessToken}' }],
    ['a name with `_`', { name: 'X_Token', value: '{accessToken}' }],
    ['no token', { name: 'X-Token', value: 'x' }],
    ['another name', { name: 'X-Token', value: '{clientId} {accessToken}' }],
  ])(
    'T249: a connection that was sealed with %s gives no token and asks nobody',
    async (title, tokenHeader) => {
      const connectionId = `custom~acme~${title.replace(/[^A-Za-z]/g, '').toLowerCase()}`;
      const key = { workspaceId: WORKSPACE, connectionId };
      await connectOwnApp(world.ports, key, { tokenHeader, apiHosts: [HOST] });
      const asked = world.requests.length;
      const answer = await injectedFrom(connectionId);
      expect(answer).toMatchObject({ isAuthorized: false, context: { reason: 'temporarily_unavailable' } });
      expect(JSON.stringify(answer)).not.toContain('access-0');
      const refreshed = refreshConnection(world.ports, { key, deadline: world.now() + 60_000 });
      await expect(refreshed).rejects.toMatchObject({ name: 'ForeignDestination' });
      expect(world.requests.length).toBe(asked);
    },
  );
});

describe('a variable that a member sets', () => {
  const provider = 'custom~member';
  let world: World;
  beforeAll(async () => {
    world = await openCustomWorld({ ...scripted, provider });
    const patch = {
      ...parameter('audience', 'tenant-{tenant}'),
      authorizationEndpoint: `https://${HOST}/{tenant}/authorize`,
      variables: { tenant: variable('label', 'connection') },
    };
    await register(world, OAuthAppBody.parse(bodyOf(patch)));
  });
  afterAll(() => world.close());
  const start = (variables?: Record<string, string>) => {
    world.advance(60_000);
    const input = { caller: ADMIN, workspaceId: WORKSPACE, provider, ...(variables && { variables }) };
    return startConnect(world.ports, input);
  };

  it('stands in what the browser is sent', async () => {
    const url = new URL((await start({ tenant: 'acme-1' })).authorizationUrl);
    expect([url.host, url.pathname, url.searchParams.get('audience')]).toEqual([
      HOST,
      '/acme-1/authorize',
      'tenant-acme-1',
    ]);
  });

  it.each(['a.b', '..', 'a/b', 'a?state=x', 'a&state=x', 'a#', 'a%2f', '', 'A'])(
    'T249: is refused with the value %j',
    async (tenant) => {
      await expect(start({ tenant })).rejects.toMatchObject({ code: 'invalid_variable' });
    },
  );

  it('is required', async () => {
    await expect(start()).rejects.toMatchObject({ code: 'invalid_variable' });
  });
});
