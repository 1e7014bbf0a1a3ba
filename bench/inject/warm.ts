/** A warm injection against the bare read and write: median and CPU at 1 and at 16 callers, taken in turns. */
import type { Child } from '../child.ts';
import { interleave } from '../interleave.ts';
import { median, medianRatio } from '../statistics.ts';
import type { Block, Calls } from './caller.ts';

export interface Compared {
  callers: number;
  function: Calls;
  bare: Calls;
  ratio: Calls;
}

/** Calls of a block: a third of a second or so. */
const CALLS = { 1: 150, 16: 320 };

export async function compareWarm(
  { injector, bare }: { injector: Child; bare: Child },
  rounds: number,
): Promise<Compared[]> {
  const compared: Compared[] = [];
  for (const callers of [1, 16] as const) {
    const block: Block = { calls: CALLS[callers], callers };
    const taken = await interleave<'injector' | 'bare', Calls>(rounds, {
      injector: () => injector.ask('run', block),
      bare: () => bare.ask('run', block),
    });
    const ratioOf = (key: keyof Calls) => medianRatio(all(taken.injector, key), all(taken.bare, key));
    compared.push({
      callers,
      function: medians(taken.injector),
      bare: medians(taken.bare),
      ratio: { cpu: ratioOf('cpu'), p50: ratioOf('p50') },
    });
  }
  return compared;
}

function all(blocks: Calls[], key: keyof Calls): number[] {
  return blocks.map((block) => block[key]);
}

function medians(blocks: Calls[]): Calls {
  return { cpu: median(all(blocks, 'cpu')), p50: median(all(blocks, 'p50')) };
}
