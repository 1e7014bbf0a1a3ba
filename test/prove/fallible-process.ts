/**
 * One process of ours as the world may treat it: every await of a port is a point at which it can die for good, stand
 * still, or hear that something is down. The points are counted, not listed.
 */

/** `before`: it was not done. `after`: it was done, and the process does not learn of it. */
export interface Point {
  /** Counts from 0 in this process. */
  index: number;
  port: string;
  when: 'before' | 'after';
}
export type Fate = 'go-on' | 'die' | 'stand-still' | 'down';

export interface FallibleProcess {
  id: number;
  points: Point[];
  isDead(): boolean;
  /** What work of this process becomes: its result, or nothing. */
  run<T>(work: () => Promise<T>): Promise<T | 'died'>;
  /** The same ports, with the points in between. */
  wrap<P extends object>(ports: P): P;
}

export interface ProcessOptions {
  id: number;
  fate: (point: Point) => Fate;
  /** Ends when the process goes on; until then nothing of it moves. */
  standStill: () => Promise<void>;
  /** Lets others go first: interleavings come from here. */
  yields: () => number;
}

/** What is called inside of these is no round trip. */
const LOCAL = new Set([
  'clock',
  'random',
  'log',
  'catalogue',
  'servers',
  'settings',
  'idleAfter',
  'hosts',
  'ownServers',
]);

export function fallibleProcess({ id, fate, standStill, yields }: ProcessOptions): FallibleProcess {
  const points: Point[] = [];
  let isDead = false;
  let standing: Promise<void> | undefined;
  let die: () => void = () => undefined;
  const death = new Promise<'died'>((resolve) => {
    die = () => {
      isDead = true;
      resolve('died');
    };
  });
  const never = new Promise<never>(() => undefined);

  async function pass(port: string, when: Point['when']): Promise<void> {
    if (isDead) return never;
    const point = { index: points.length, port, when };
    points.push(point);
    const fated = fate(point);
    if (fated === 'die') {
      die();
      return never;
    }
    if (fated === 'stand-still') standing = standStill();
    await standing;
    if (isDead) return never;
    for (let turns = yields(); turns > 0; turns--) await Promise.resolve();
    if (fated === 'down') throw new Error('down');
  }
  const around =
    (port: string, call: (...given: unknown[]) => unknown) =>
    async (...given: unknown[]) => {
      await pass(port, 'before');
      const result = await call(...given);
      await pass(port, 'after');
      return result;
    };
  const wrapped = (name: string, port: unknown): unknown => {
    if (LOCAL.has(name) || port === undefined) return port;
    if (typeof port === 'function') return around(name, port as never);
    return Object.fromEntries(
      Object.entries(port as object).map(([method, call]) => [
        method,
        typeof call === 'function' ? around(`${name}.${method}`, call.bind(port)) : call,
      ]),
    );
  };
  return {
    id,
    points,
    isDead: () => isDead,
    run: (work) => Promise.race([work(), death]),
    wrap: (ports) =>
      Object.fromEntries(
        Object.entries(ports).map(([name, port]) => [name, wrapped(name, port)]),
      ) as typeof ports,
  };
}
