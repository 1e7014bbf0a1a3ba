/** What no record can hold is damage of the row: a digest of the row would not have it. Covers src/aws/table/decode.ts. */
import { expect, it } from 'vitest';
import { DamagedItem, decode } from '../../src/aws/table/decode.ts';
import { OAUTH_APP, only } from '../../src/aws/table/shapes.ts';

const SHAPE = only(OAUTH_APP, ['variables']);
/** As an answer of DynamoDB is read: `JSON.parse` gives a member `__proto__` like any other. */
const read = (members: string) => decode(SHAPE, JSON.parse(`{ "variables": { "M": ${members} } }`));

it.each([
  ['a member that would be inherited', '{ "__proto__": { "M": { "host": { "S": "evil.example" } } } }'],
  ['one deeper', '{ "a": { "M": { "__proto__": { "M": { "host": { "S": "evil.example" } } } } } }'],
  ['one in a list', '{ "a": { "L": [{ "M": { "__proto__": { "NULL": true } } }] } }'],
  ['a set', '{ "a": { "SS": ["evil.example"] } }'],
  ['an integer beyond 2^53', '{ "a": { "N": "9007199254740993" } }'],
  ['a number that has no integer', '{ "a": { "N": "1e+125" } }'],
])('%s makes an item damaged', (_title, members) => {
  expect(() => read(members)).toThrow(DamagedItem);
});

it('reads maps and lists in maps', () => {
  const members = '{ "a": { "M": { "b": { "L": [{ "S": "c" }] } } } }';
  expect(read(members)).toEqual({ variables: { a: { b: ['c'] } } });
});
