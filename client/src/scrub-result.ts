/** Removes tokens from the strings of a value, at any depth, for results that are not read from a response. */
import { createScrubber, scrubText } from './scrub-bytes.ts';

/** The needles to remove, and a report of the first match in each string. */
export interface ResultScrubber {
  needles: readonly Buffer[];
  onFound: () => void;
}

/** Visited objects and their copies, because results and errors can contain themselves. */
type Seen = Map<object, unknown>;

/** Copies arrays, plain objects, maps, sets and bytes without the token. Objects of other classes are returned unchanged. */
export function scrubResult<Value>(value: Value, scrubber: ResultScrubber): Value {
  return scrubbed(value, scrubber, new Map()) as Value;
}

/** Removes the token from an error's own properties. It changes the error itself, so that its class is kept. */
export function scrubError(error: unknown, scrubber: ResultScrubber): unknown {
  return scrubResult(error, scrubber);
}

function scrubbed(value: unknown, scrubber: ResultScrubber, seen: Seen): unknown {
  if (typeof value === 'string') return scrubText(value, scrubber.needles, scrubber.onFound);
  if (typeof value !== 'object' || value === null) return value;
  if (seen.has(value)) return seen.get(value);
  if (value instanceof Error) return inPlace(value, scrubber, seen);
  if (value instanceof Uint8Array) return bytes(value, scrubber);
  if (Array.isArray(value) || value instanceof Map || value instanceof Set)
    return collection(value, scrubber, seen);
  return isPlainObject(value) ? object(value, scrubber, seen) : value;
}

function inPlace(error: Error, scrubber: ResultScrubber, seen: Seen): Error {
  seen.set(error, error);
  for (const name of Object.getOwnPropertyNames(error))
    Reflect.set(error, name, scrubbed(Reflect.get(error, name), scrubber, seen));
  return error;
}

function bytes(value: Uint8Array, { needles, onFound }: ResultScrubber): Uint8Array {
  let isFound = false;
  const scrubber = createScrubber(needles, () => {
    isFound = true;
  });
  const clean = Buffer.concat([scrubber.push(value), scrubber.end()]);
  if (!isFound) return value;
  onFound();
  return clean;
}

function collection(
  value: unknown[] | Map<unknown, unknown> | Set<unknown>,
  scrubber: ResultScrubber,
  seen: Seen,
) {
  const clean = (item: unknown) => scrubbed(item, scrubber, seen);
  if (value instanceof Map) {
    const copy = new Map<unknown, unknown>();
    seen.set(value, copy);
    for (const [key, item] of value) copy.set(clean(key), clean(item));
    return copy;
  }
  const copy: unknown[] = [];
  if (Array.isArray(value)) seen.set(value, copy);
  for (const item of value) copy.push(clean(item));
  return value instanceof Set ? new Set(copy) : copy;
}

function object(value: object, scrubber: ResultScrubber, seen: Seen): object {
  const copy = {};
  seen.set(value, copy);
  for (const [name, item] of Object.entries(value))
    Object.defineProperty(copy, scrubbed(name, scrubber, seen) as string, {
      value: scrubbed(item, scrubber, seen),
      enumerable: true,
      writable: true,
      configurable: true,
    });
  return copy;
}

function isPlainObject(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
