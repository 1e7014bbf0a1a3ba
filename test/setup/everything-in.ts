/** Everything that anybody could print of a value. */
import { inspect } from 'node:util';

/** What `console.log`, `JSON.stringify` and a walk through all own properties, also hidden ones, can show of a value. */
export function everythingIn(value: unknown): string {
  const shown = inspect(value, {
    depth: Number.POSITIVE_INFINITY,
    showHidden: true,
    maxStringLength: null,
    maxArrayLength: null,
  });
  return [shown, json(value), ...textsIn(value, new Set())].join('\n');
}

function json(value: unknown): string {
  try {
    return JSON.stringify(value) ?? '';
  } catch {
    return '';
  }
}

function textsIn(value: unknown, seen: Set<unknown>): string[] {
  if (typeof value === 'string' || typeof value === 'symbol') return [String(value)];
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null || seen.has(value))
    return [];
  seen.add(value);
  // A body that is still unread prints nothing, and is held all the same.
  if (value instanceof Response || value instanceof Request || value instanceof Headers)
    return [`A ${value.constructor.name} is held`];
  if (ArrayBuffer.isView(value))
    return [Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('latin1')];
  const members =
    value instanceof Map ? [...value.keys(), ...value.values()] : value instanceof Set ? [...value] : [];
  const own = Reflect.ownKeys(value).flatMap((key) => [key, Reflect.get(value, key)]);
  return [...members, ...own].flatMap((each) => textsIn(each, seen));
}
