/**
 * A whole row, with all its attributes, in the place of another: of another workspace, another connection, another provider. No
 * request leaves for another host, and nothing of it is injected there.
 * Covers src/broker/inject, src/broker/refresh, src/broker/connect, src/broker/disconnect, src/broker/apps.
 */
import { describe, expect, it } from 'vitest';
import { keyOf } from '../memory/memory-records.ts';
import { faultsOf } from './judge.ts';
import { prepareWorld } from './prepare-world.ts';
import type { Row } from './row.ts';
import { SCENARIOS } from './scenarios.ts';
import { runUseCases } from './use-cases.ts';

const MOVED = ['connection', 'consentSession', 'oauthApp', 'server', 'appPolicy'] as const;
const LONG = 300_000;

for (const scenario of SCENARIOS) {
  const world = await prepareWorld(scenario);
  const untouched = await runUseCases(world, world.rows);
  const isElsewhere = (row: Row, other: Row) => keyOf(row.key) !== keyOf(other.key);
  describe(scenario.title, () => {
    for (const kind of MOVED) {
      const rows = world.rows.filter((row) => row.kind === kind);
      const others = [...world.rows, ...world.older].filter((row) => row.kind === kind);
      const moves = rows.flatMap((row) =>
        others.filter((other) => isElsewhere(row, other)).map((other) => [row, other] as const),
      );
      it(
        `${kind}: ${moves.length} moves`,
        async () => {
          for (const [row, other] of moves) {
            const instead = { ...row, record: other.record };
            const seen = await runUseCases(
              world,
              world.rows.map((each) => (each === row ? instead : each)),
            );
            const title = `${keyOf(other.key)} at ${keyOf(row.key)}`;
            expect(faultsOf(seen, untouched, { kind, edits: [] }), title).toEqual([]);
          }
        },
        LONG,
      );
    }
  });
}

it(
  'an older row of the same connection asks and injects no more than it did itself',
  async () => {
    for (const scenario of SCENARIOS) {
      const world = await prepareWorld(scenario);
      const untouched = await runUseCases(world, world.rows);
      for (const older of world.older) {
        const rows = world.rows.map((each) =>
          each.kind === older.kind && keyOf(each.key) === keyOf(older.key) ? older : each,
        );
        const seen = await runUseCases(world, rows);
        // The provider, and not the row, says that a spent refresh token ends its grant.
        expect(
          faultsOf({ ...seen, declared: new Set() }, untouched),
          `${scenario.title}: ${older.kind}`,
        ).toEqual([]);
      }
    }
  },
  LONG,
);
