/** T249: how scopes are written, and where an account stands, at a custom provider. Covers src/contract/custom-provider-faults.ts, src/http/faults-of-body.ts. */
import { describe, expect, it } from 'vitest';
import { at, customApi, type Faulty } from './custom-api.ts';

const FAULTS: Faulty[] = [
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
  ['an account of a list', { account: { id: 'data.0.id' } }, at('/custom/account/id', 'malformed')],
  [
    'a bad endpoint beside an issuer',
    { issuer: 'https://id.acme.example', tokenEndpoint: 'x', userinfoEndpoint: 'x' },
    [...at('/custom/tokenEndpoint', 'malformed'), ...at('/custom/userinfoEndpoint', 'malformed')],
  ],
  ['an account of a token', { account: { id: 'access_token' } }, at('/custom/account/id', 'secret_member')],
];

describe('T249: the API', () => {
  const { put } = customApi();

  it.each(FAULTS)('refuses %s, says where and why, and stores nothing', async (_title, patch, errors) => {
    const answer = { status: 400, code: 'invalid_request', errors, app: undefined, stored: [] };
    expect(await put(patch)).toEqual(answer);
  });
});
