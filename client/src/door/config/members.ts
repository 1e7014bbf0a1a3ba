/** Takes the members of a JSON object one by one, and refuses those that nobody took. */
import { DoorError } from '../door-error.ts';

export type Check<Value> = (value: unknown) => Value | undefined;

/** A JSON object whose members are being read. */
export interface Members {
  /** The member. @throws {DoorError} `config_invalid`: it is absent, or the check returned undefined. */
  required<Value>(name: string, what: string, check: Check<Value>): Value;
  /** The member, or undefined if it is absent. @throws {DoorError} `config_invalid` */
  optional<Value>(name: string, what: string, check: Check<Value>): Value | undefined;
  /** @throws {DoorError} `config_invalid`: there is a member that was not asked for. */
  noOthers(): void;
  has(name: string): boolean;
}

/** @throws {DoorError} `config_invalid`: it is no object. `where` names it in messages; values are never shown. */
export function membersOf(value: unknown, where: string): Members {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new DoorError('config_invalid', `${where} is not an object`);
  const left = new Map(Object.entries(value));
  function take<Value>(name: string, what: string, check: Check<Value>): Value | undefined {
    if (!left.has(name)) return undefined;
    const checked = check(left.get(name));
    if (checked === undefined) throw new DoorError('config_invalid', `${where}.${name} is not ${what}`);
    left.delete(name);
    return checked;
  }
  return {
    has: (name) => left.has(name),
    optional: take,
    required(name, what, check) {
      const found = take(name, what, check);
      if (found === undefined) throw new DoorError('config_invalid', `${where} lacks ${name}: ${what}`);
      return found;
    },
    noOthers() {
      const [unknown] = left.keys();
      if (unknown !== undefined)
        throw new DoorError('config_invalid', `${where} has the unknown member ${JSON.stringify(unknown)}`);
    },
  };
}

export const asText: Check<string> = (value) =>
  typeof value === 'string' && value !== '' ? value : undefined;
export const asFlag: Check<boolean> = (value) => (typeof value === 'boolean' ? value : undefined);
export const matching =
  (pattern: RegExp): Check<string> =>
  (value) =>
    typeof value === 'string' && pattern.test(value) ? value : undefined;

/** A list without repetitions, each item of which passes the check. */
export function listOf(check: Check<string>, least: number): Check<string[]> {
  return (value) => {
    if (!Array.isArray(value) || value.length < least) return undefined;
    const items = value.map(check).filter((item) => item !== undefined);
    const differing = new Set(items.map((item) => item.toLowerCase()));
    return items.length === value.length && differing.size === items.length ? items : undefined;
  };
}
