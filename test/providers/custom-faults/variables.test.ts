/**
 * These tests say where a variable of a custom provider may stand, and which values the variable may have (T249).
 * Covers src/contract/custom-provider-faults.ts, src/http/faults-of-body.ts.
 */
import { describe, expect, it } from 'vitest';
import { HOST, type Json, parameter, variable } from './acme.ts';
import { at, customApi, type Faulty } from './custom-api.ts';

const FAULTS: Faulty[] = [
  ...['app', 'connection'].flatMap((of) =>
    ['{tenant}=x', 'p=1&{tenant}=x', 're{tenant}=x', '{tenant}', '?{tenant}=x'].map(
      (query): Faulty => [
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
    (member): Faulty[] =>
      [`https://{tenant}.acme.example/x`, `https://${HOST}/{tenant}/x`].map((url) => [
        `a member’s variable in ${member}: ${url}`,
        { [member]: url, variables: { tenant: variable('label', 'connection') } },
        at(`/custom/${member}`, 'misplaced_variable'),
      ]),
  ),
  ...['https://', 'https:///', 'https://\\', 'https:////\\/'].map(
    (start): Faulty => [
      `a member’s variable in the host that a browser opens: ${start}`,
      {
        authorizationEndpoint: `${start}{tenant}.acme.example/authorize`,
        variables: { tenant: variable('label', 'connection') },
      },
      at('/custom/authorizationEndpoint', 'misplaced_variable'),
    ],
  ),
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
  ].map(
    (url): Faulty => [
      `a label that chooses the domain: ${url}`,
      { tokenEndpoint: url, variables: { tenant: variable('label', 'app') }, values: { tenant: 'acme' } },
      at('/custom/tokenEndpoint', 'misplaced_variable'),
    ],
  ),
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
    (value): Faulty => [
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
  ].map(
    (value): Faulty => [
      `a whole host with the value ${value}`,
      {
        tokenEndpoint: 'https://{host}/token',
        variables: { host: variable('host', 'app') },
        values: { host: value },
      },
      at('/variables/host', 'malformed'),
    ],
  ),
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
];

describe('T249: the API', () => {
  const { put } = customApi();

  it.each(FAULTS)('refuses %s, says where and why, and stores nothing', async (_title, patch, errors) => {
    const answer = { status: 400, code: 'invalid_request', errors, app: undefined, stored: [] };
    expect(await put(patch)).toEqual(answer);
  });

  it.each<[string, Json]>([
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
    expect(await put(patch, 'custom~taken')).toMatchObject({
      status: 200,
      app: { custom: { name: 'Acme' } },
    });
  });
});
