/** Covers client/src/challenge.ts. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { challengedScopes } from '../../client/src/challenge.ts';

const bearer = (scope: string) => `Bearer error="insufficient_scope", scope="${scope}"`;

describe('T235: a challenge', () => {
  it.each([
    ['as RFC 6750 writes it', 'Bearer realm="x", error="insufficient_scope", scope="a b"', ['a', 'b']],
    [
      'as MCP writes it',
      'Bearer error="insufficient_scope", scope="files:read files:write", resource_metadata="https://m.example/.well-known", error_description="more, please"',
      ['files:read', 'files:write'],
    ],
    ['without quotation marks', 'bearer scope=a,ERROR=insufficient_scope', ['a']],
    ['with blanks around its marks', ' Bearer  error = "insufficient_scope" , , scope = "a" ', ['a']],
    [
      'behind a challenge with a token68',
      'Negotiate abc==, Bearer error="insufficient_scope", scope="a"',
      ['a'],
    ],
    ['behind a scheme without parameters', 'Negotiate, Bearer error="insufficient_scope", scope="a"', ['a']],
    [
      'behind another one with parameters',
      'Digest realm="a, Bearer", nonce="x", Bearer error="insufficient_scope", scope="a"',
      ['a'],
    ],
    ['with a character that is escaped', 'Bearer error="insufficient\\_scope", scope="\\a"', ['a']],
    ['with the same scope twice', bearer('a b a'), ['a', 'b']],
    [
      'with a scope that is an address',
      bearer('https://api.example/auth/drive.file'),
      ['https://api.example/auth/drive.file'],
    ],
  ])('%s names its scopes', (_how, header, scopes) => {
    expect(challengedScopes(header)).toEqual(scopes);
  });

  it.each<[string, string | null]>([
    ['no header', null],
    ['an empty one', ''],
    ['another error', 'Bearer error="invalid_token", scope="a"'],
    ['no error', 'Bearer scope="a"'],
    ['no scope', 'Bearer error="insufficient_scope"'],
    ['an empty scope', bearer('')],
    ['another scheme', 'Basic error="insufficient_scope", scope="a"'],
    [
      'an error of one challenge and a scope of the next',
      'Bearer error="insufficient_scope", DPoP scope="a"',
    ],
    ['two scopes members', `${bearer('a')}, scope="b"`],
    ['two errors', `${bearer('a')}, error="insufficient_scope"`],
    ['a scope with a quotation mark', bearer('a \\"b')],
    ['a scope with a backslash', bearer('a\\\\b')],
    ['a scope with a control character', bearer('a\u0007')],
    ['a scope with a letter that is not ASCII', bearer('ä')],
    ['two blanks between scopes', bearer('a  b')],
    ['a quotation mark that is not closed', 'Bearer error="insufficient_scope", scope="a'],
    ['something behind a text', 'Bearer error="insufficient_scope", scope="a"b'],
    ['51 scopes', bearer(Array.from({ length: 51 }, (_, index) => `s${index}`).join(' '))],
    ['1,000 scopes', bearer(Array.from({ length: 1_000 }, (_, index) => `s${index}`).join(' '))],
    ['a scope of 201 characters', bearer('a'.repeat(201))],
    ['8 kB and one character', `Bearer realm="${'x'.repeat(8_192)}", error="insufficient_scope", scope="a"`],
  ])('with %s asks for nothing', (_what, header) => {
    expect(challengedScopes(header)).toBeUndefined();
  });

  it('at its limits is read: 50 scopes, and one of 200 characters', () => {
    const scopes = Array.from({ length: 50 }, (_, index) => `s${index}`.padEnd(100, 'x'));
    expect(challengedScopes(bearer(scopes.join(' ')))).toEqual(scopes);
    expect(challengedScopes(bearer('a'.repeat(200)))).toEqual(['a'.repeat(200)]);
  });

  it('whatever it is made of ends, and gives only scopes of the grammar within the limits', () => {
    const part = fc.constantFrom(
      ...[
        'Bearer',
        'Basic',
        ' ',
        ',',
        '=',
        '"',
        '\\',
        'error',
        'scope',
        'insufficient_scope',
        'a',
        'b c',
        '\t',
        '\u0000',
      ],
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 60 }), fc.boolean(), (parts, isOurs) => {
        const header = (isOurs ? bearer('x') : '') + parts.join('');
        for (const scope of challengedScopes(header) ?? []) {
          expect(scope).toMatch(/^[\x21\x23-\x5b\x5d-\x7e]{1,200}$/);
        }
      }),
      { numRuns: 3_000 },
    );
    const slow = `Bearer ${'a=b,'.repeat(2_000)}`;
    expect(challengedScopes(slow)).toBeUndefined();
    expect(challengedScopes(`Bearer error="${'\\"'.repeat(4_000)}`)).toBeUndefined();
  });
});
