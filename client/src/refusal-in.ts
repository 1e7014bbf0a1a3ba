/** Finds the injector's refusal in the error of a framework. */
import type { Refusal } from '../../src/contract/injection-messages.ts';
import { NotInjected } from './errors.ts';
import { LIMITS } from './limits.ts';

/**
 * The refusal of the {@link NotInjected} that a framework wrapped: in causes, in the errors of an AggregateError, in `data`,
 * `error` or any other member, up to eight within each other. Undefined: there is none. Only this package's own error
 * counts: what a server answers, and what looks like a refusal in it, is never believed.
 */
export function refusalIn(error: unknown): Refusal | undefined {
  const seen = new Set<object>();
  let level: unknown[] = [error];
  for (let depth = 0; depth <= LIMITS.wrappedDepth && level.length > 0; depth += 1) {
    const found = level.find((each) => each instanceof NotInjected) as NotInjected | undefined;
    if (found) return found.refusal;
    level = level.flatMap((each) => membersOf(each, seen));
  }
  return undefined;
}

/** The members of an object that was not seen before. A getter may throw, and is not called. */
function membersOf(value: unknown, seen: Set<object>): unknown[] {
  if (typeof value !== 'object' || value === null || seen.has(value)) return [];
  if (seen.size >= LIMITS.wrappedParts) return [];
  seen.add(value);
  try {
    if (value instanceof Map || value instanceof Set)
      return [...value.values()].slice(0, LIMITS.wrappedParts);
    const described = Object.values(Object.getOwnPropertyDescriptors(value));
    return described.slice(0, LIMITS.wrappedParts).map((each) => each.value);
  } catch {
    return [];
  }
}
