/** Finds the injector's refusal in the error of a framework. */
import type { Refusal } from '../../src/contract/injection-messages.ts';
import { isNotInjected } from './errors.ts';
import { judgeRefusal } from './judge-answer.ts';
import { LIMITS } from './limits.ts';

/**
 * The refusal of the {@link NotInjected} that a framework wrapped: in causes, in the errors of an AggregateError, in `data`,
 * `error` or any other member, up to eight within each other. Undefined: there is none. Never throws. Only this package's
 * own error counts, also of another copy of it: what a server answers, and what looks like a refusal in it, is never
 * believed.
 */
export function refusalIn(error: unknown): Refusal | undefined {
  const seen = new Set<object>();
  const waiting: Part[] = [{ value: error, depth: 0 }];
  for (let part = waiting.shift(); part && seen.size < LIMITS.wrappedParts; part = waiting.shift()) {
    const { value, depth } = part;
    if (typeof value !== 'object' || value === null || seen.has(value)) continue;
    seen.add(value);
    const found = refusalOf(value);
    if (found) return found;
    if (depth === LIMITS.wrappedDepth) continue;
    const within = (each: unknown): Part => ({ value: each, depth: depth + 1 });
    // Causes are followed to their end before anything beside them.
    waiting.unshift(...USUAL.map((name) => within(memberOf(value, name))));
    // More than this many are never looked at.
    const room = Math.max(0, LIMITS.wrappedParts - waiting.length);
    waiting.push(...membersOf(value).slice(0, room).map(within));
  }
  return undefined;
}

interface Part {
  value: unknown;
  depth: number;
}

/** Where errors have the errors that caused them. */
const USUAL = ['cause', 'errors', 'error', 'data'];

/** The brand is a symbol, which no JSON has. What it stands on must be a refusal too. */
function refusalOf(value: object): Refusal | undefined {
  try {
    return isNotInjected(value) ? judgeRefusal(value.refusal) : undefined;
  } catch {
    return undefined;
  }
}

/** A getter may throw, and is not called. So may each touch of a proxy. */
function memberOf(value: object, name: PropertyKey): unknown {
  try {
    return Object.getOwnPropertyDescriptor(value, name)?.value;
  } catch {
    return undefined;
  }
}

/** All members that are looked at: the first and the last ones, if there are many. */
function membersOf(value: object): unknown[] {
  try {
    if (ArrayBuffer.isView(value)) return [];
    const items = value instanceof Map || value instanceof Set ? firstOf(value.values()) : [];
    return [...items, ...keysOf(value).map((key) => memberOf(value, key))].filter(
      (each) => typeof each === 'object' && each !== null,
    );
  } catch {
    return [];
  }
}

const HALF = LIMITS.wrappedMembers / 2;

function keysOf(value: object): PropertyKey[] {
  const isLongList = Array.isArray(value) && value.length > LIMITS.wrappedMembers;
  if (isLongList)
    return Array.from({ length: 2 * HALF }, (_, at) => (at < HALF ? at : value.length - 1 - at + HALF));
  const keys = Reflect.ownKeys(value);
  return keys.length > LIMITS.wrappedMembers ? [...keys.slice(0, HALF), ...keys.slice(-HALF)] : keys;
}

function firstOf(values: Iterable<unknown>): unknown[] {
  const first: unknown[] = [];
  for (const value of values) {
    first.push(value);
    if (first.length >= LIMITS.wrappedMembers) break;
  }
  return first;
}
