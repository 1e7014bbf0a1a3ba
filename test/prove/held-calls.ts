/** Holds every call of a process before and after its effect, and lets them go one at a time in an order of the dice. */
import type { Ports } from '../../src/broker/ports.ts';
import type { Dice } from './seeded.ts';

/** Turns of the event loop in which whoever was let go does all that needs no further call. */
const TURNS = 5;

interface Held {
  process: number;
  go(): void;
}

export interface HeldCalls {
  /** Everything as one process sees it. `advance` lets the time of a wait pass. */
  portsOf(process: number, ports: Ports, advance: (milliseconds: number) => void): Ports;
  /** Lets calls go until all of this is done. */
  finish(works: readonly Promise<unknown>[]): Promise<void>;
}

/** The dice also choose how fast each process is: some races have one that hardly moves. */
export function heldCalls(dice: Dice): HeldCalls {
  const held: Held[] = [];
  const pace = [dice.pick([1, 0.1, 0.01]), dice.pick([1, 0.1, 0.01])];
  const hold = (process: number) => new Promise<void>((go) => held.push({ process, go }));
  const around =
    (process: number, call: (...given: never[]) => unknown) =>
    async (...given: never[]) => {
      await hold(process);
      try {
        return await call(...given);
      } finally {
        await hold(process);
      }
    };
  const storeOf = (process: number, store: object) =>
    Object.fromEntries(Object.entries(store).map(([name, call]) => [name, around(process, call)]));
  return {
    portsOf(process, ports, advance) {
      const stores = HELD.map((name) => [name, storeOf(process, ports[name])]);
      return {
        ...ports,
        ...Object.fromEntries(stores),
        fetch: around(process, ports.fetch as never),
        clock: {
          now: ports.clock.now,
          sleep: async (milliseconds: number) => {
            await hold(process);
            advance(milliseconds);
          },
        },
      };
    },
    async finish(works) {
      let isDone = false;
      void Promise.allSettled(works).then(() => {
        isDone = true;
      });
      for (;;) {
        for (let turn = 0; turn < TURNS; turn++) await new Promise((resolve) => setImmediate(resolve));
        if (isDone) return;
        held.splice(chosen(held, pace, dice), 1)[0]?.go();
      }
    },
  };
}

/** The ports that leave the process. */
const HELD = [
  'connections',
  'grantMarks',
  'sessions',
  'apps',
  'appHealth',
  'workspaceMarks',
  'activity',
  'escrow',
  'unstoredCopies',
] as const satisfies readonly (keyof Ports)[];

function chosen(held: readonly Held[], pace: readonly number[], dice: Dice): number {
  const weights = held.map(({ process }) => pace[process] ?? 1);
  let left = dice.next() * weights.reduce((sum, weight) => sum + weight, 0);
  const index = weights.findIndex((weight) => {
    left -= weight;
    return left < 0;
  });
  return Math.max(index, 0);
}
