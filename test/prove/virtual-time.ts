/** Time that passes only when everybody waits: who sleeps is woken in order, however long the sleep. */

export interface VirtualTime {
  now(): number;
  sleep(milliseconds: number): Promise<void>;
  /** Lets time pass to this moment. What sleeps longer sleeps on. */
  passTo(time: number): Promise<void>;
  /** A jump without anybody noticing on the way. */
  advance(milliseconds: number): void;
}

interface Sleeper {
  until: number;
  wake: () => void;
}

/** Turns of the event loop in which whoever was woken does all that needs no waiting: bodies of answers take a few. */
const TURNS = 4;

export function virtualTime(start: number): VirtualTime {
  let time = start;
  let sleepers: Sleeper[] = [];
  const settle = async () => {
    for (let turn = 0; turn < TURNS; turn++) await new Promise((resolve) => setImmediate(resolve));
  };
  const next = (until: number) =>
    sleepers.reduce<number | undefined>(
      (soonest, sleeper) =>
        sleeper.until <= until && (soonest === undefined || sleeper.until < soonest)
          ? sleeper.until
          : soonest,
      undefined,
    );
  const wakeAt = (moment: number) => {
    time = Math.max(time, moment);
    const woken = sleepers.filter(({ until }) => until <= moment);
    sleepers = sleepers.filter(({ until }) => until > moment);
    for (const { wake } of woken) wake();
  };
  return {
    now: () => time,
    sleep: (milliseconds) =>
      new Promise((wake) => {
        sleepers.push({ until: time + milliseconds, wake });
      }),
    async passTo(until) {
      await settle();
      for (let moment = next(until); moment !== undefined; moment = next(until)) {
        wakeAt(moment);
        await settle();
      }
      time = Math.max(time, until);
    },
    advance(milliseconds) {
      time += milliseconds;
    },
  };
}
