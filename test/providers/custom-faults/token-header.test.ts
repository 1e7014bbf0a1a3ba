/** T249: in which header an admin may let the token of a custom provider travel. Covers src/contract/custom-provider-faults.ts, src/http/faults-of-body.ts. */
import { describe, expect, it } from 'vitest';
import { header, type Json } from './acme.ts';
import { at, customApi, type Faulty } from './custom-api.ts';

const FAULTS: Faulty[] = [
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
  ].map(
    (name): Faulty => [
      `the token in ${name}`,
      header(name),
      at('/custom/tokenHeader/name', 'reserved_header'),
    ],
  ),
  ...['X Token', 'X-Token:', 'X-Tok\u00e9n', 'X-Token\r\n', ''].map(
    (name): Faulty => [
      `the token in ${JSON.stringify(name)}`,
      header(name),
      at('/custom/tokenHeader/name', 'malformed'),
    ],
  ),
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
];

describe('T249: the API', () => {
  const { put } = customApi();

  it.each(FAULTS)('refuses %s, says where and why, and stores nothing', async (_title, patch, errors) => {
    const answer = { status: 400, code: 'invalid_request', errors, app: undefined, stored: [] };
    expect(await put(patch)).toEqual(answer);
  });

  it.each<[string, Json]>([
    ['a header of its own', header('X-Api-Token')],
    ['the bare token in Authorization', header('Authorization')],
  ])('takes %s', async (_title, patch) => {
    expect(await put(patch, 'custom~taken')).toMatchObject({
      status: 200,
      app: { custom: { name: 'Acme' } },
    });
  });
});
