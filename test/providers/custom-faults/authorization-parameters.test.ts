/**
 * T249: what an admin may not add to the authorization request of a custom provider.
 * Covers src/contract/custom-provider-faults.ts, src/contract/authorization-parameters.ts, src/http/faults-of-body.ts.
 */
import { describe, expect, it } from 'vitest';
import { HOST, header, type Json, parameter } from './acme.ts';
import { at, customApi, type Faulty } from './custom-api.ts';
import { DISGUISED, RESERVED } from './hostile-parameters.ts';

const PARAMETERS = '/custom/authorizationParameters';
const FAULTS: Faulty[] = [
  ...RESERVED.map(
    (name): Faulty => [`the parameter ${name}`, parameter(name), at(PARAMETERS, 'reserved_parameter')],
  ),
  ...DISGUISED.map(
    (name): Faulty => [`the parameter ${JSON.stringify(name)}`, parameter(name), at(PARAMETERS, 'malformed')],
  ),
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
  ].map(
    (query): Faulty => [
      `an authorization endpoint with ${query}`,
      { authorizationEndpoint: `https://${HOST}/authorize?${query}` },
      at('/custom/authorizationEndpoint', 'reserved_parameter'),
    ],
  ),
  [
    'two faults',
    { ...parameter('state'), ...header('Host') },
    [...at(PARAMETERS, 'reserved_parameter'), ...at('/custom/tokenHeader/name', 'reserved_header')],
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
      'parameters of the provider’s own',
      { authorizationParameters: { access_type: 'offline', response_mode: 'query' } },
    ],
    ['a value of JSON', parameter('claims', '{"userinfo":{"groups":null}}')],
    [
      'our own parameter in the endpoint, which each request replaces',
      { authorizationEndpoint: `https://${HOST}/a?scope=x&p=b2c` },
    ],
  ])('takes %s', async (_title, patch) => {
    expect(await put(patch, 'custom~taken')).toMatchObject({
      status: 200,
      app: { custom: { name: 'Acme' } },
    });
  });
});
