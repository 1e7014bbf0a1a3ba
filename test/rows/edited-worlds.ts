/** The worlds of one scenario in which one row is edited once or twice, and what is wrong with what the broker did there. */
import { dice } from '../prove/seeded.ts';
import { described, type Edit, edited, editsOf } from './edits.ts';
import { faultsOf } from './judge.ts';
import { prepareWorld, type World } from './prepare-world.ts';
import { asRead, type Kind } from './row.ts';
import type { Scenario } from './scenarios.ts';
import { neighboursOf, targetOf } from './targets.ts';
import { readersOf, runUseCases, type Seen } from './use-cases.ts';

/** The same on every run. */
const SEED = 20_261_129;

export interface EditedWorlds {
  /** What the rows as they are bring. */
  untouched: Seen;
  /** Every edit of the kind's row. */
  edits(kind: Kind): Edit[];
  /** One plausible and one hostile edit of every member, chosen by the seed. */
  someEdits(kind: Kind): Edit[];
  /** Every two members, with one of the four combinations of a plausible and a hostile value. Of these, every `step`th. */
  pairs(kind: Kind, how: { combinations: readonly number[]; step: number }): [Edit, Edit][];
  run(kind: Kind, cases: readonly (readonly Edit[])[]): Promise<{ faults: string[]; unreadable: number }>;
}

export async function editedWorlds(scenario: Scenario): Promise<EditedWorlds> {
  const world = await prepareWorld(scenario);
  const untouched = await runUseCases(world, world.rows);
  const byKind = new Map<Kind, Edit[]>();
  const edits = (kind: Kind): Edit[] => {
    const row = targetOf(world, kind);
    const all = byKind.get(kind) ?? editsOf(row, neighboursOf(world, row));
    byKind.set(kind, all);
    return all;
  };
  return {
    untouched,
    edits,
    someEdits: (kind) => chosen(edits(kind)).flatMap(({ plausible, hostile }) => [...plausible, ...hostile]),
    pairs: (kind, how) => pairsOf(chosen(edits(kind)), how),
    run: (kind, cases) => runAll(world, untouched, { kind, cases }),
  };
}

/** Edits of one member. */
export interface Choice {
  plausible: Edit[];
  hostile: Edit[];
}

/** One edit of each sort for each member that has one. */
export function chosen(all: readonly Edit[]): Choice[] {
  const { next } = dice(SEED);
  const one = (some: Edit[]) => (some.length === 0 ? [] : [some[Math.floor(next() * some.length)] as Edit]);
  const paths = Map.groupBy(all, ({ path }) => path.join('.'));
  return [...paths.values()].map((some) => ({
    plausible: one(some.filter(({ is }) => is === 'plausible')),
    hostile: one(some.filter(({ is }) => is === 'hostile')),
  }));
}

/** Every two members, as {@link EditedWorlds.pairs} says. */
export function pairsOf(
  choices: readonly Choice[],
  { combinations, step }: { combinations: readonly number[]; step: number },
): [Edit, Edit][] {
  const sorts = ['plausible', 'hostile'] as const;
  const pairs = choices.flatMap((left, index) =>
    choices.slice(index + 1).flatMap((right) =>
      combinations.flatMap((combination): [Edit, Edit][] => {
        const [one] = left[sorts[combination % 2] as keyof Choice];
        const [other] = right[sorts[combination >> 1] as keyof Choice];
        return one && other ? [[one, other]] : [];
      }),
    ),
  );
  return pairs.filter((_, index) => index % step === 0);
}

/** A row that the adapter refuses is as good as unreadable, whatever is wrong with it: one such world stands for all. */
async function runAll(
  world: World,
  untouched: Seen,
  { kind, cases }: { kind: Kind; cases: readonly (readonly Edit[])[] },
): Promise<{ faults: string[]; unreadable: number }> {
  const row = targetOf(world, kind);
  const faults: string[] = [];
  let unreadable = 0;
  for (const edits of cases) {
    const instead = edited(row, ...edits);
    if (!asRead(instead) && unreadable++ > 0) continue;
    const rows = world.rows.map((each) => (each === row ? instead : each));
    const seen = await runUseCases(world, rows, readersOf(kind));
    const found = faultsOf(seen, untouched, { kind, edits });
    faults.push(...found.map((fault) => `${edits.map(described).join(' and ')}: ${fault}`));
  }
  return { faults, unreadable };
}
