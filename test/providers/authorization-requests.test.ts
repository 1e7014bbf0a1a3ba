/**
 * T043: what each provider is asked for by a consent that names nothing, letter for letter. A scope more is a change of this list,
 * which somebody has to read. After a change run `UPDATE_DOCS=1 npm test -- test/providers/authorization-requests.test.ts`.
 * Covers src/broker/connect/choose-scopes.ts, src/oauth/authorization-url.ts, src/providers.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { CATALOGUE } from '../../src/providers/catalogue.ts';
import { type Asked, requestOf } from './authorization-request.ts';

const file = new URL('../vectors/authorization-requests.json', import.meta.url);
type Requests = Record<string, Asked>;

const asked = Object.fromEntries([...CATALOGUE.values()].map((each) => [each.id, requestOf(each)]));
if (process.env.UPDATE_DOCS) writeFileSync(file, `${JSON.stringify(asked, null, 2)}\n`);
const listed: Requests = JSON.parse(readFileSync(file, 'utf8'));

it.each([...CATALOGUE.keys()])('T007 T043: a consent of %s asks for exactly what is listed', (id) => {
  expect(asked[id]).toEqual(listed[id]);
});

it('nothing is listed that the catalogue does not have', () => {
  expect(Object.keys(listed)).toEqual([...CATALOGUE.keys()]);
});
