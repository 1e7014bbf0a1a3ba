/**
 * T010 T043: what each provider is asked for in full, and what its error codes and its revocation mean, letter for letter. A code
 * that ends connections is a change of this list, which somebody has to read. After a change run
 * `UPDATE_DOCS=1 npm test -- test/providers/recorded-meanings.test.ts`. Covers src/providers, src/oauth/token-failure.ts.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { CATALOGUE } from '../../src/providers/catalogue.ts';
import { meaningsOf } from './recorded-meanings.ts';

const file = new URL('../vectors/meanings.json', import.meta.url);
const asText = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
const found = Object.fromEntries([...CATALOGUE.values()].map((each) => [each.id, meaningsOf(each)]));
if (process.env.UPDATE_DOCS) writeFileSync(file, asText(found));
const listed = JSON.parse(readFileSync(file, 'utf8'));

it.each([...CATALOGUE.keys()])('T010 T043: what %s is asked and answers means what is listed', (id) => {
  expect(JSON.parse(asText(found[id]))).toEqual(listed[id]);
});

it('nothing is listed that the catalogue does not have', () => {
  expect(Object.keys(listed)).toEqual([...CATALOGUE.keys()]);
});
