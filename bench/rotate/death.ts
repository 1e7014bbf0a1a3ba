/** A process that dies between a page of a sweep and its cursor. */

class Died extends Error {}

/** A store of cursors whose process dies instead of storing more than so many. */
export function dyingAfter<Given extends unknown[], Result>(
  cursors: number,
  save: (...given: Given) => Promise<Result>,
): (...given: Given) => Promise<Result> {
  let saved = 0;
  return async (...given) => {
    if (saved++ >= cursors) throw new Died();
    return save(...given);
  };
}

/** Takes that death as it was meant, and no other error. */
export function expected(error: unknown): void {
  if (!(error instanceof Died)) throw error;
}
