/**
 * A warm injection against the bare read and write: median and CPU at 1 and at 16 callers, taken in turns; of a stage that trusts
 * its runtime, and of one that verifies the caller's token, as `staging` and `prod` do.
 */
import type { Child } from '../child.ts';
import { interleave } from '../interleave.ts';
import { median, medianRatio } from '../statistics.ts';
import type { Block, Calls } from './caller.ts';

export const MODES = ['trusting', 'verifying'] as const;
export type Mode = (typeof MODES)[number];

export interface Compared {
  callers: number;
  mode: Mode;
  function: Calls;
  bare: Calls;
  ratio: Calls;
}

/** Calls of a block: a third of a second or so. */
const CALLS = { 1: 150, 16: 320 };

export async function compareWarm(
  processes: Record<Mode | 'bare', Child>,
  rounds: number,
): Promise<Compared[]> {
  const compared: Compared[] = [];
  for (const callers of [1, 16] as const) {
    const block: Block = { calls: CALLS[callers], callers };
    const run = (name: Mode | 'bare') => () => processes[name].ask<Calls>('run', block);
    // Each mode is a neighbour of the bare calls.
    const taken = await interleave<Mode | 'bare', Calls>(rounds, {
      trusting: run('trusting'),
      bare: run('bare'),
      verifying: run('verifying'),
    });
    for (const mode of MODES) compared.push({ callers, mode, ...against(taken[mode], taken.bare) });
  }
  return compared;
}

function against(blocks: Calls[], bare: Calls[]): Pick<Compared, 'function' | 'bare' | 'ratio'> {
  const ratioOf = (key: keyof Calls) => medianRatio(all(blocks, key), all(bare, key));
  return {
    function: medians(blocks),
    bare: medians(bare),
    ratio: { cpu: ratioOf('cpu'), p50: ratioOf('p50') },
  };
}

function all(blocks: Calls[], key: keyof Calls): number[] {
  return blocks.map((block) => block[key]);
}

function medians(blocks: Calls[]): Calls {
  return { cpu: median(all(blocks, 'cpu')), p50: median(all(blocks, 'p50')) };
}
