/** Removes tokens from the strings of a value, at any depth, for results that are not read from a response. */
import { type Search, scrubBytes, scrubText } from './scrub-bytes.ts';

/** Visited objects and their copies, because results and errors can contain themselves. */
type Seen = Map<object, unknown>;

/** Copies arrays, plain objects, maps, sets and bytes without the token. Objects of other classes are returned unchanged. */
export function scrubResult<Value>(value: Value, search: Search): Value {
  return scrubbed(value, search, new Map()) as Value;
}

/** Removes the token from an error's own properties. It changes the error itself, so that its class is kept. */
export function scrubError(error: unknown, search: Search): unknown {
  return scrubResult(error, search);
}

function scrubbed(value: unknown, search: Search, seen: Seen): unknown {
  if (typeof value === 'string') return scrubText(value, search);
  if (typeof value !== 'object' || value === null) return value;
  if (seen.has(value)) return seen.get(value);
  if (value instanceof Error) return inPlace(value, search, seen);
  if (value instanceof Uint8Array) return scrubBytes(value, search);
  if (Array.isArray(value) || value instanceof Map || value instanceof Set)
    return collection(value, search, seen);
  return isPlainObject(value) ? object(value, search, seen) : value;
}

function inPlace(error: Error, search: Search, seen: Seen): Error {
  seen.set(error, error);
  for (const name of Object.getOwnPropertyNames(error)) {
    const value: unknown = Reflect.get(error, name);
    const clean = scrubbed(value, search, seen);
    if (clean !== value && !Reflect.set(error, name, clean)) return remade(error, search);
  }
  return error;
}

/** In place of an error that cannot be changed, such as a frozen one. */
function remade({ name, message }: Error, search: Search): Error {
  const error = new Error(scrubText(message, search));
  error.name = scrubText(name, search);
  return error;
}

function collection(value: unknown[] | Map<unknown, unknown> | Set<unknown>, search: Search, seen: Seen) {
  const clean = (item: unknown) => scrubbed(item, search, seen);
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

function object(value: object, search: Search, seen: Seen): object {
  const copy = {};
  seen.set(value, copy);
  for (const [name, item] of Object.entries(value))
    Object.defineProperty(copy, scrubbed(name, search, seen) as string, {
      value: scrubbed(item, search, seen),
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
