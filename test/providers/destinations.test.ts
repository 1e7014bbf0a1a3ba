/**
 * T011 T146: where each provider's secrets and tokens go, letter for letter. Another host is a change of this list, which somebody
 * has to read. After a change run `UPDATE_DOCS=1 npm test -- test/providers/destinations.test.ts`. Covers src/providers.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { CATALOGUE } from '../../src/providers/catalogue.ts';
import { destinationsOf } from './destinations.ts';

const file = new URL('../vectors/destinations.json', import.meta.url);
const asText = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
const found = Object.fromEntries([...CATALOGUE.values()].map((each) => [each.id, destinationsOf(each)]));
if (process.env.UPDATE_DOCS) writeFileSync(file, asText(found));
const listed = JSON.parse(readFileSync(file, 'utf8'));

it.each([...CATALOGUE.keys()])('T011 T146: what %s is sent goes where it is listed', (id) => {
  expect(JSON.parse(asText(found[id]))).toEqual(listed[id]);
});

it('nothing is listed that the catalogue does not have', () => {
  expect(Object.keys(listed)).toEqual([...CATALOGUE.keys()]);
});
