/** Covers src/oauth/authorization-response.ts. */
import { describe, expect, it } from 'vitest';
import { authorizationResponse, isAuthorizationResponse } from '../../src/oauth/authorization-response.ts';

const read = (query: string) => {
  const response = authorizationResponse(query);
  return response?.kind === 'code' ? { ...response, code: response.code.reveal() } : response;
};

describe('an authorization response', () => {
  it.each<[string, string, ReturnType<typeof read>]>([
    ['with a code', 'code=c&state=s', { kind: 'code', state: 's', code: 'c', issuer: undefined }],
    [
      'with code and issuer (RFC 9207)',
      'code=c&state=s&iss=https%3A%2F%2Fa.example',
      { kind: 'code', state: 's', code: 'c', issuer: 'https://a.example' },
    ],
    [
      'with parameters that nobody asked for',
      'code=c&state=s&scope=a+b&authuser=0&hd=example.com&prompt=consent',
      { kind: 'code', state: 's', code: 'c', issuer: undefined },
    ],
    [
      'with a code of all visible ASCII',
      'code=4%2F0A%20~%21%22&state=s',
      { kind: 'code', state: 's', code: '4/0A ~!"', issuer: undefined },
    ],
    [
      'with a code of 4,096 characters',
      `code=${'c'.repeat(4096)}&state=s`,
      { kind: 'code', state: 's', code: 'c'.repeat(4096), issuer: undefined },
    ],
    [
      'T034: of a person who refused',
      'error=access_denied&state=s&iss=i',
      { kind: 'refused', state: 's', reason: 'access_denied', issuer: 'i' },
    ],
    [
      'T035: with another error, whose text goes nowhere',
      'error=%3Cscript%3E&error_description=evil&error_uri=https://evil.example&state=s',
      { kind: 'refused', state: 's', reason: 'provider_error', issuer: undefined },
    ],
    [
      'T035: with an error of 6 kB',
      `error=${'e'.repeat(6_130)}&state=s`,
      { kind: 'refused', state: 's', reason: 'provider_error', issuer: undefined },
    ],
    [
      'with an error that differs from access_denied by case',
      'error=ACCESS_DENIED&state=s',
      { kind: 'refused', state: 's', reason: 'provider_error', issuer: undefined },
    ],
    [
      'with an error and an empty code',
      'error=access_denied&code=&state=s',
      {
        kind: 'refused',
        state: 's',
        reason: 'access_denied',
        issuer: undefined,
      },
    ],
  ])('%s', (_title, query, expected) => {
    expect(read(query)).toEqual(expected);
  });

  it.each([
    ['nothing', ''],
    ['T001: a code without a state', 'code=c'],
    ['T001: a code with an empty state', 'code=c&state='],
    ['T036: an error without a state', 'error=access_denied'],
    ['a state alone', 'state=s'],
    ['an empty code', 'code=&state=s'],
    ['code and error at once', 'code=c&error=access_denied&state=s'],
    ['T006: two codes', 'code=a&code=b&state=s'],
    ['two states', 'code=a&state=s&state=t'],
    ['T015: two issuers', 'code=a&state=s&iss=a&iss=b'],
    ['any parameter twice', 'code=a&state=s&x=1&x=1'],
    ['T042: an access token', 'access_token=t&state=s'],
    ['T042: an access token beside the code', 'code=c&state=s&access_token=t'],
    ['T042: an ID token beside the code', 'code=c&state=s&id_token=t'],
    ['T042: a refresh token beside the code', 'code=c&state=s&refresh_token=t'],
    ['T042: an empty access token beside the code', 'code=c&state=s&access_token='],
    ['a code with a line break', 'code=a%0d%0ab&state=s'],
    ['a code with a NUL', 'code=a%00&state=s'],
    ['a code beyond ASCII', 'code=%C3%BC&state=s'],
    ['a code of 4,097 characters', `code=${'c'.repeat(4097)}&state=s`],
    ['T035: an error of 100 kB', `error=${'e'.repeat(100_000)}&state=s`],
    ['a query of 6,145 bytes', `code=c&x=${'x'.repeat(6_128)}&state=s`],
    ['a query of 6,146 bytes beyond ASCII', `code=c&x=${'ü'.repeat(3_065)}&state=s`],
  ])('is not: %s', (_title, query) => {
    expect(read(query)).toBeUndefined();
  });

  it('T063: holds its code as a secret', () => {
    expect(JSON.stringify(authorizationResponse('code=c0de&state=s'))).not.toContain('c0de');
  });

  it.each([
    'state=s',
    'code=c&error=access_denied&state=s',
    'code=&state=%23%00',
    'code=a%0d%0ab&state=s',
    `code=c&x=${'x'.repeat(6_127)}&state=s`,
  ])('T002: has by its form alone nothing wrong: %#', (query) => {
    expect(isAuthorizationResponse(query)).toBe(true);
  });
});
