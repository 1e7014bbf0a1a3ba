/** For results that do not pass as bytes of a response: takes tokens out of every text in them. */
import { scrubText } from './scrub-bytes.ts';

export interface ResultScrubber {
  needles: readonly Buffer[];
  onFound: () => void;
}

/** Copies arrays and plain objects; leaves what has a class of its own, and texts without a token, as they are. */
export function scrubResult<Value>(value: Value, scrubber: ResultScrubber): Value {
  return scrubbed(value, scrubber) as Value;
}

/** The same error, with its own texts changed in place, so that its class stays. */
export function scrubError(error: unknown, scrubber: ResultScrubber): unknown {
  if (!(error instanceof Error)) return scrubResult(error, scrubber);
  for (const name of Object.getOwnPropertyNames(error)) {
    const value: unknown = Reflect.get(error, name);
    Reflect.set(
      error,
      name,
      value instanceof Error ? scrubError(value, scrubber) : scrubbed(value, scrubber),
    );
  }
  return error;
}

function scrubbed(value: unknown, scrubber: ResultScrubber): unknown {
  if (typeof value === 'string') return scrubText(value, scrubber.needles, scrubber.onFound);
  if (Array.isArray(value)) return value.map((item) => scrubbed(item, scrubber));
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [scrubbed(name, scrubber), scrubbed(item, scrubber)]),
  );
}

function isPlainObject(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
