/**
 * Every attribute of every kind of row is edited, one at a time and in pairs, and the use cases run over it: no request leaves
 * for a host that the untouched row would not have asked, no other token is injected, and nothing is declared dead.
 * `npm run test:slow` tries all values (all-edits.test.ts).
 * Covers src/broker/inject, src/broker/refresh, src/broker/connect, src/broker/disconnect, src/broker/apps, src/broker/servers,
 * src/aws/table.
 */
import { describe, expect, it } from 'vitest';
import { PARTITION } from '../../src/contract/table.ts';
import { editedWorlds } from './edited-worlds.ts';
import { PLAUSIBLE } from './plausible.ts';
import { KINDS, type Kind } from './row.ts';
import { SCENARIOS } from './scenarios.ts';

const kinds = Object.keys(KINDS) as Kind[];
/** What differs from provider to provider is in these. The other kinds are the same beside every provider. */
const OF_EACH_PROVIDER: readonly Kind[] = ['connection', 'consentSession', 'oauthApp'];
/** No use case reads a cursor of a sweep: the tests of the sweeps forge these (test/journeys/sweep-cursors.test.ts). */
const OF_NO_USE_CASE = ['sweep'];
const LONG = 300_000;

it('edits every kind of row that a use case reads, and every attribute of each', async () => {
  const held = Object.keys(PARTITION).filter((kind) => !OF_NO_USE_CASE.includes(kind));
  expect(kinds.toSorted()).toEqual([...held, 'toolCall', 'workspaceMark'].toSorted());
  const [scenario] = SCENARIOS;
  const { edits } = await editedWorlds(scenario as (typeof SCENARIOS)[number]);
  for (const kind of kinds) {
    const names = Object.keys(KINDS[kind].shape);
    expect(Object.keys(PLAUSIBLE[kind]).toSorted()).toEqual(names.toSorted());
    for (const name of names)
      for (const sort of ['plausible', 'hostile'] as const)
        expect(
          edits(kind).filter(({ path, is }) => path[0] === name && is === sort).length,
          `${sort} edits of ${kind}.${name}`,
        ).toBeGreaterThan(0);
  }
});

for (const [index, scenario] of SCENARIOS.entries()) {
  const worlds = await editedWorlds(scenario);
  describe(scenario.title, () => {
    it('asks, injects and ends nothing with its rows as they are', () => {
      const { asked, injected, declared, untyped } = worlds.untouched;
      expect(new Set(asked.flatMap(({ secrets }) => secrets)).size).toBeGreaterThanOrEqual(5);
      expect([...injected.keys()]).toEqual(
        expect.arrayContaining(['acme crm ', 'acme tasks ', 'globex crm ']),
      );
      expect([[...declared], untyped]).toEqual([[], []]);
    });

    for (const kind of index === 0 ? kinds : OF_EACH_PROVIDER) {
      const singles = worlds.someEdits(kind).map((edit) => [edit]);
      const pairs = worlds.pairs(kind, { combinations: [index % 4], step: kind === 'connection' ? 23 : 41 });
      it(
        `${kind}: ${singles.length} single edits, ${pairs.length} pairs`,
        async () => {
          const { faults } = await worlds.run(kind, [...singles, ...pairs]);
          expect(faults).toEqual([]);
        },
        LONG,
      );
    }
  });
}
