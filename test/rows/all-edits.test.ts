/**
 * Every value of every member of every kind of row, and every eleventh pair of members, of a row and of a copy in the escrow. With
 * `PAIRS=all npm run test:slow` it is every pair, in all four combinations of a plausible and a hostile value.
 * Covers src/broker/inject, src/broker/refresh, src/broker/connect, src/broker/disconnect, src/broker/apps, src/broker/servers,
 * src/broker/tokens.
 */
import { describe, expect, it } from 'vitest';
import { editsOfCopy, settledCopies } from './edited-copies.ts';
import { chosen, editedWorlds, pairsOf } from './edited-worlds.ts';
import { escrowWorld } from './escrow-world.ts';
import { KINDS, type Kind } from './row.ts';
import { SCENARIOS } from './scenarios.ts';

const ALL = [0, 1, 2, 3];
const isAll = process.env.PAIRS === 'all';
const STEP = isAll ? 1 : 11;
const kinds = Object.keys(KINDS) as Kind[];
const LONG = 3_600_000;

for (const [index, scenario] of SCENARIOS.entries()) {
  const combinations = isAll ? ALL : [index % ALL.length];
  const worlds = await editedWorlds(scenario);
  describe(scenario.title, () => {
    for (const kind of kinds) {
      // What differs from provider to provider is chosen from (edited-rows.test.ts). A custom provider is described by its
      // app's row, so that every value there is another attack.
      const isWhole = index === 0 || (scenario.custom && kind === 'oauthApp');
      const singles = isWhole ? worlds.edits(kind).map((edit) => [edit]) : [];
      const pairs = worlds.pairs(kind, { combinations, step: STEP });
      it(
        `${kind}: ${singles.length} single edits, ${pairs.length} pairs`,
        async () => {
          expect((await worlds.run(kind, [...singles, ...pairs])).faults).toEqual([]);
        },
        LONG,
      );
    }
  });
}

const [scenario] = SCENARIOS;
const world = await escrowWorld(scenario as (typeof SCENARIOS)[number]);
const pairs = pairsOf(chosen(editsOfCopy(world)), { combinations: ALL, step: STEP });
it(
  `a copy in the escrow: ${pairs.length} pairs`,
  async () => {
    expect(await settledCopies(world, 'waiting', pairs)).toEqual([]);
  },
  LONG,
);
