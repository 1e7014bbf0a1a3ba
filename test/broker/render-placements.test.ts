/**
 * Covers src/broker/inject/render-placements.ts, src/contract/servers/placement-faults.ts, src/contract/servers/server-registration.ts,
 * src/contract/servers/process-variables.ts.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  renderPlacements,
  UnfilledPlacement,
  UnfitForPlacement,
} from '../../src/broker/inject/render-placements.ts';
import { placementFaults } from '../../src/contract/servers/placement-faults.ts';
import { Placement } from '../../src/contract/servers/server-registration.ts';
import { Secret } from '../../src/vault/secret.ts';

const TOKEN = 'ya29.$&-{clientId}"\\';
const render = (placements: unknown[], values: Record<string, string> = {}) =>
  renderPlacements(
    placements.map((each) => Placement.parse(each)),
    new Secret(TOKEN),
    values,
  );
const decoded = (text = '') => Buffer.from(text, 'base64').toString();

describe('a placement', () => {
  it.each<[string, object, (value: string) => unknown, unknown]>([
    ['Bearer', { value: 'Bearer {accessToken}' }, (value) => value, `Bearer ${TOKEN}`],
    ['raw', { value: '{accessToken}' }, (value) => value, TOKEN],
    ['Sentry-Bearer', { value: 'Sentry-Bearer {accessToken}' }, (value) => value, `Sentry-Bearer ${TOKEN}`],
    [
      'Basic',
      { value: 'x-oauth:{accessToken}', encode: 'base64', prefix: 'Basic ' },
      (value) => decoded(/^Basic (.+)$/.exec(value)?.[1]),
      `x-oauth:${TOKEN}`,
    ],
    [
      'base64 of JSON',
      { value: { json: { access_token: '{accessToken}' } }, encode: 'base64' },
      (value) => JSON.parse(decoded(value)),
      { access_token: TOKEN },
    ],
    [
      'JSON with a companion and the client id',
      {
        value: {
          json: { Authorization: 'Bearer {accessToken}', 'Notion-Version': '2025-09-03', id: '{clientId}' },
        },
      },
      (value) => JSON.parse(value),
      { Authorization: `Bearer ${TOKEN}`, 'Notion-Version': '2025-09-03', id: 'client-1' },
    ],
  ])('can write %s', (_title, written, read, expected) => {
    for (const [place, name] of [
      ['header', 'X-Any_Form.of~name'],
      ['env', 'AUTH_DATA'],
      ['query', 'token'],
    ]) {
      const { headers, env, query } = render([{ in: place, name, ...written }], { clientId: 'client-1' });
      const value = { header: headers, env, query }[place as 'header']?.[name as string] ?? '';
      expect(read(value)).toEqual(expected);
    }
  });

  it('writes several at once, each at its place', () => {
    const rendered = render(
      [
        { in: 'header', name: 'X-Mcp-Secret-SALESFORCE-ACCESS-TOKEN', value: '{accessToken}' },
        { in: 'header', name: 'X-Mcp-Secret-SALESFORCE-INSTANCE-URL', value: 'https://{instanceHost}' },
        { in: 'query', name: 'v', value: '2' },
      ],
      { instanceHost: 'acme.my.salesforce.com' },
    );
    expect(rendered).toEqual({
      headers: {
        'X-Mcp-Secret-SALESFORCE-ACCESS-TOKEN': TOKEN,
        'X-Mcp-Secret-SALESFORCE-INSTANCE-URL': 'https://acme.my.salesforce.com',
      },
      query: { v: '2' },
      secrets: [TOKEN],
    });
  });

  it('T151: tells what of it is secret: the token, and each encoded text with the token, without its prefix', () => {
    const { headers, secrets } = render([
      { in: 'header', name: 'Authorization', value: '{accessToken}:', encode: 'base64', prefix: 'Basic ' },
      { in: 'header', name: 'X-A', value: { json: { t: 'Bearer {accessToken}' } }, encode: 'base64' },
      { in: 'header', name: 'X-B', value: 'of no secret', encode: 'base64' },
      { in: 'header', name: 'X-C', value: '{accessToken}' },
    ]);
    expect(secrets).toEqual([TOKEN, headers.Authorization?.replace('Basic ', ''), headers['X-A']]);
  });

  it.each(['{instanceUrl}', 'a {toString} b', '{constructor}', '{__proto__}'])(
    'T143: with %s, which nothing fills, is not written at all',
    (value) => {
      expect(() => render([{ in: 'header', name: 'X', value }])).toThrow(UnfilledPlacement);
      expect(() => render([{ in: 'env', name: 'X', value: { json: { a: value } } }])).toThrow(
        UnfilledPlacement,
      );
    },
  );

  it('T154: takes the token from the connection, never from a value of that name', () => {
    const { headers } = render([{ in: 'header', name: 'X', value: '{accessToken}' }], {
      accessToken: 'forged',
    });
    expect(headers).toEqual({ X: TOKEN });
  });

  it('writes any token that a header may carry (RFC 6750 section 2.1)', () => {
    const visible = fc.string({ unit: 'binary-ascii' }).filter((text) => /^[!-~]+$/.test(text));
    fc.assert(
      fc.property(visible, (token) => {
        const placement = {
          in: 'env' as const,
          name: 'T',
          value: { json: { t: '{accessToken}' } },
          encode: 'base64' as const,
        };
        const { env } = renderPlacements([placement], new Secret(token));
        expect(JSON.parse(decoded(env?.T))).toEqual({ t: token });
      }),
    );
  });

  it.each(['a\r\nX-Other: b', 'a\nb', 'a b', '', '\u0000', 'ü', 'a\u007f', 'a\tb'])(
    'refuses a token that no header may carry: %j',
    (token) => {
      for (const place of ['header', 'query', 'env'] as const)
        for (const encode of [undefined, 'base64'] as const) {
          const placement = { in: place, name: 'A', value: '{accessToken}', ...(encode && { encode }) };
          expect(() => renderPlacements([placement], new Secret(token))).toThrow(UnfitForPlacement);
        }
    },
  );

  it.each([
    ['a name', { in: 'header', name: 'X-A: 1\r\nX-B', value: '{accessToken}' }],
    ['a template', { in: 'header', name: 'X-A', value: '{accessToken}\r\nX-B: 1' }],
    ['a prefix', { in: 'header', name: 'X-A', value: '{accessToken}', prefix: 'B\n' }],
    ['a variable', { in: 'env', name: 'A=B', value: '{accessToken}' }],
  ] as const)('refuses %s outside the grammar', (_title, placement) => {
    expect(() => renderPlacements([placement], new Secret('t'))).toThrow(UnfitForPlacement);
  });

  it('refuses a value of a row that breaks out of its header', () => {
    const placement = { in: 'header' as const, name: 'X-A', value: '{accessToken}{clientId}' };
    expect(() => renderPlacements([placement], new Secret('t'), { clientId: 'a\r\nX-B: 1' })).toThrow(
      UnfitForPlacement,
    );
  });
});

const header = (name: string): Placement => ({ in: 'header', name, value: '{accessToken}' });
const env = (name: string): Placement => ({ in: 'env', name, value: '{accessToken}' });
const value = (template: Placement['value']): Placement => ({ in: 'header', name: 'X-A', value: template });
const RESERVED_HEADERS = [
  ...['cookie', 'Set-Cookie', 'Transfer-Encoding', 'Host', 'Content-Length', 'Mcp-Session-Id'],
  ...['X-Amz-Security-Token', 'x-amzn-trace-id', 'X-Forwarded-For', 'X-Forwarded-Host', 'Forwarded'],
  ...[
    'X_Forwarded_For',
    'Transfer_Encoding',
    'Signature-Input',
    'True-Client-IP',
    'X-Forwarded',
    'Max-Forwards',
  ],
  ...['Remote-User', 'X-Middleware-Subrequest', 'Access-Control-Allow-Origin', 'X-Goog-IAP-JWT-Assertion'],
  ...['X-HTTP-Method-Override', 'X-HTTP-Method', 'X-Method-Override', 'X-Original-URL', 'X-Rewrite-URL'],
];
const RESERVED_VARIABLES = [
  ...[
    'NODE_OPTIONS',
    'LD_PRELOAD',
    'UV_DEFAULT_INDEX',
    'PIP_INDEX_URL',
    'BUN_CONFIG_REGISTRY',
    'DOCKER_HOST',
  ],
  ...['DOCKER_AUTH_CONFIG', 'OPENSSL_CONF', 'DOTNET_STARTUP_HOOKS', 'JDK_JAVA_OPTIONS', 'CLASSPATH'],
  ...[
    'R_PROFILE_USER',
    'R_LIBS_SITE',
    'LESSKEY',
    'LOCALDOMAIN',
    'PLAYWRIGHT_DOWNLOAD_HOST',
    'SASS_BINARY_SITE',
  ],
  ...['HOMEBREW_BOTTLE_DOMAIN', 'FNM_NODE_DIST_URL', 'CONTAINER_HOST', 'AZURE_AUTHORITY_HOST'],
  ...['MY_SETTING', 'npm_config__auth', 'SSH_ASKPASS', 'BORG_PASSCOMMAND', 'SSLKEYLOGFILE'],
];

describe('what is wrong with placements', () => {
  it.each<[string, Placement[], [pointer: string, reason: string][]]>([
    ['nothing', [{ in: 'env', name: 'API_TOKEN', value: { json: { t: '{accessToken}' } } }], []],
    ['nothing, of a fact', [value('{accessToken} {instanceHost}')], []],
    ['no token', [{ in: 'header', name: 'X-A', value: { json: { t: 'x' } } }], [['/placements', 'no_token']]],
    ...RESERVED_HEADERS.map((name): [string, Placement[], [string, string][]] => [
      `T148: ${name}`,
      [header(name)],
      [['/placements/0/name', 'reserved_header']],
    ]),
    ...RESERVED_VARIABLES.map((name): [string, Placement[], [string, string][]] => [
      name,
      [env(name)],
      [['/placements/0/name', 'reserved_variable']],
    ]),
    [
      'a variable without a value of the connection',
      [env('API_TOKEN'), { ...env('API_URL'), value: 'https://evil.example' }],
      [['/placements/1/value', 'static_variable']],
    ],
    ['one header twice', [header('X-A'), header('x-a')], [['/placements/1/name', 'name_twice']]],
    ['the token twice', [value('{accessToken}{accessToken}')], [['/placements/0/value', 'token_twice']]],
    [
      'the token twice in JSON',
      [value({ json: { a: '{accessToken}', b: '{accessToken}' } })],
      [['/placements/0/value', 'token_twice']],
    ],
    ...['refreshToken', 'clientSecret', 'instanceUrl', '__proto__'].map(
      (name): [string, Placement[], [string, string][]] => [
        `{${name}}`,
        [value(`{accessToken}{${name}}`)],
        [['/placements/0/value', 'unknown_name']],
      ],
    ),
    [
      'a template in a prefix',
      [{ ...header('X-A'), prefix: '{clientId}' }],
      [['/placements/0/prefix', 'unknown_name']],
    ],
  ])('%s', (_title, placements, faults) => {
    const binding = placements.some(({ in: place }) => place === 'env') ? 'process' : 'request';
    const found = placementFaults({ placements, binding }, ['accessToken', 'clientId', 'instanceHost']);
    expect(found.map(({ pointer, reason }) => [pointer, reason])).toEqual(faults);
  });

  it.each([
    '{access-token}',
    '{ accessToken }',
    '{accessToken',
    '{{accessToken}}',
    `$${'{accessToken}'}`,
    '{accessToken }',
  ])('a name that is misspelt, which the server would receive as it is: %s', (text) => {
    const placements = [header('X-A'), { ...header('X-B'), value: text }];
    const found = placementFaults({ placements, binding: 'request' }, ['accessToken']);
    expect(found).toContainEqual({ pointer: '/placements/1/value', reason: 'unknown_name' });
  });

  it.each(['{"a":{"token":"{accessToken}"}}', '{"a":["{accessToken}"]}', '{ "a": "{accessToken}" }'])(
    'no name in the braces of JSON: %s',
    (text) => {
      const placements = [{ ...header('X-A'), value: text }];
      expect(placementFaults({ placements, binding: 'request' }, ['accessToken'])).toEqual([]);
    },
  );

  it.each([
    { ...header('X-A'), value: ' {accessToken}' },
    { ...header('X-A'), value: '{accessToken} ' },
    { ...header('X-A'), prefix: ' ' },
  ])('a text that its place cannot hold: %j', (placement) => {
    const found = placementFaults({ placements: [placement], binding: 'request' });
    expect(found).toEqual([{ pointer: '/placements/0/value', reason: 'unfit_value' }]);
  });

  it('an empty value beside a token', () => {
    const placements = [header('X-A'), { ...header('X-B'), value: '' }];
    expect(placementFaults({ placements, binding: 'request' })).toEqual([
      { pointer: '/placements/1/value', reason: 'unfit_value' },
    ]);
  });

  it.each([
    [env('API_TOKEN'), 'request'],
    [env('API_TOKEN'), 'session'],
    [header('X-A'), 'process'],
  ] as const)('a place that its binding does not have: %j for %s', (placement, binding) => {
    expect(placementFaults({ placements: [placement], binding })).toEqual([
      { pointer: '/placements/0/in', reason: 'wrong_place' },
    ]);
  });
});
