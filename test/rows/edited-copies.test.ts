/**
 * Every member of a copy in the escrow is edited, alone and in pairs, and copies are replayed and moved: no row changes, nobody
 * is asked, and nothing is thrown. A damaged copy goes when the escrow's life has passed.
 * Covers src/broker/tokens, src/aws/escrow-document.ts, src/broker/data-key.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { sweepSealedRows } from '../../src/broker/data-key/sweep-sealed-rows.ts';
import { LIMITS } from '../../src/broker/limits.ts';
import { reconcileEscrow } from '../../src/broker/tokens/reconcile-escrow.ts';
import { memoryRecords } from '../memory/memory-records.ts';
import { editsOfCopy, settledCopies } from './edited-copies.ts';
import { chosen, pairsOf } from './edited-worlds.ts';
import { type Document, type EscrowWorld, entryAt, escrowWorld, pathOf, settleAll } from './escrow-world.ts';
import { SCENARIOS } from './scenarios.ts';
import { openStage } from './stage.ts';

const MINUTE = 60_000;
const MOMENTS = ['waiting', 'settled', 'refreshed', 'disconnected'] as const;
const scenarios = SCENARIOS.filter(({ provider }) => ['salesforce', 'custom~crm'].includes(provider));

for (const scenario of scenarios) {
  const world = await escrowWorld(scenario);
  const singles = editsOfCopy(world);
  const pairs = pairsOf(chosen(singles), { combinations: [0, 3], step: 2 });
  describe(`${scenario.title}: a copy in the escrow`, () => {
    it('is stored as it is', async () => {
      const { faults } = await settleAll(world, 'waiting', entryAt(world.copy, world.now));
      expect(faults).toEqual([expect.stringContaining('["connection",')]);
    });

    for (const moment of MOMENTS)
      it(`${moment}: ${singles.length} single edits, ${pairs.length} pairs`, async () => {
        expect(await settledCopies(world, moment, [...singles.map((edit) => [edit]), ...pairs])).toEqual([]);
      }, 120_000);

    it.each(['settled', 'refreshed', 'disconnected'] as const)(
      'changes nothing when it is there again: %s',
      async (moment) => {
        const again = await settleAll(world, moment, entryAt(world.copy, world.now));
        expect(again).toEqual({ faults: [], remains: false });
      },
    );

    it('changes nothing under the path of another', async () => {
      for (const other of world.others)
        for (const moment of MOMENTS) {
          const entry = entryAt(world.copy, world.now, pathOf(other));
          expect(await settleAll(world, moment, entry)).toEqual({ faults: [], remains: true });
        }
    });
  });
}

describe('a damaged copy', () => {
  let world: EscrowWorld;
  beforeAll(async () => {
    world = await escrowWorld(scenarios[0] as (typeof SCENARIOS)[number]);
  });

  it.each([
    ['of a known form', (copy: Document) => ({ ...copy, epoch: copy.epoch, attempt: `${copy.attempt}x` })],
    ['of no form', () => ({ evil: true }) as never],
  ])('%s goes after the escrow’s life, and older data keys can be retired again', async (_title, damage) => {
    const stage = await openStage({
      fetch: world.provider.fetch,
      rows: world.moments.waiting,
      startsAt: world.now,
    });
    const document = damage(world.copy);
    const path = pathOf('attempt' in document ? document : world.copy);
    stage.escrow.set(path, entryAt(document, stage.now(), path));
    stage.advance(LIMITS.retiredKeyWait);
    const retire = () =>
      sweepSealedRows(
        {
          ...stage.ports,
          environment: 'rows',
          rows: { page: async () => ({ rows: [], unknown: 0 }), replace: async () => false },
          wrapper: undefined as never,
          openVault: () => stage.ports.vault,
          sweepCursors: memoryRecords(new Map()),
          restoring: memoryRecords(new Map()),
          isThrottled: () => false,
          isEscrowEmpty: async () => (await stage.ports.escrow.list(1)).paths.length === 0,
          dataKeys: stage.dataKeys,
        },
        { version: '1', kind: 'retire' },
        stage.now() + MINUTE,
      );
    await reconcileEscrow(stage.ports, stage.now() + MINUTE);
    expect((await retire()).retired).toEqual({ refused: 'escrow_not_empty' });
    stage.advance(LIMITS.escrowLife);
    await reconcileEscrow(stage.ports, stage.now() + MINUTE);
    expect((await retire()).retired).toEqual({ keys: [] });
  });
});
