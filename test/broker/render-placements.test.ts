/**
 * Covers src/broker/inject/render-placements.ts, src/contract/placement-faults.ts, src/contract/server-registration.ts,
 * src/contract/process-variables.ts.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderPlacements, UnfilledPlacement } from '../../src/broker/inject/render-placements.ts';
import { placementFault } from '../../src/contract/placement-faults.ts';
import { Placement } from '../../src/contract/server-registration.ts';
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
    });
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

  it('writes any token that JSON and base64 can carry back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary-ascii' }), (token) => {
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
});

describe('what is wrong with placements', () => {
  it.each<[string, Placement[], RegExp | undefined]>([
    ['nothing', [{ in: 'env', name: 'API_TOKEN', value: { json: { t: '{accessToken}' } } }], undefined],
    ['no token', [{ in: 'env', name: 'API_TOKEN', value: { json: { t: 'x' } } }], /accessToken/],
    ['T148: Cookie', [{ in: 'header', name: 'cookie', value: '{accessToken}' }], /cookie is not for/],
    [
      'T148: Transfer-Encoding',
      [{ in: 'header', name: 'Transfer-Encoding', value: '{accessToken}' }],
      /not for/,
    ],
    [
      'NODE_OPTIONS',
      [{ in: 'env', name: 'NODE_OPTIONS', value: '{accessToken}' }],
      /NODE_OPTIONS is not for/,
    ],
    ...[
      ...['UV_DEFAULT_INDEX', 'PIP_INDEX_URL', 'BUN_CONFIG_REGISTRY', 'DOCKER_HOST', 'DOCKER_AUTH_CONFIG'],
      ...[
        'OPENSSL_CONF',
        'DOTNET_STARTUP_HOOKS',
        'JDK_JAVA_OPTIONS',
        'CLASSPATH',
        'MY_SETTING',
        'npm_config__auth',
      ],
    ].map((name): [string, Placement[], RegExp] => [
      name,
      [{ in: 'env', name, value: '{accessToken}' }],
      /not for/,
    ]),
    ['LD_PRELOAD', [{ in: 'env', name: 'LD_PRELOAD', value: '{accessToken}' }], /not for/],
    [
      'one header twice',
      [
        { in: 'header', name: 'X-A', value: '{accessToken}' },
        { in: 'header', name: 'x-a', value: '1' },
      ],
      /twice/,
    ],
  ])('%s', (_title, placements, fault) => {
    if (fault) expect(placementFault(placements)).toMatch(fault);
    else expect(placementFault(placements)).toBeUndefined();
  });
});
