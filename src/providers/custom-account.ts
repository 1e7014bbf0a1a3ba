/** The account in the answer of a custom provider's account endpoint. Pure. */
import type { CustomProvider } from '../contract/custom-provider.ts';
import { record } from '../oauth/dialects.ts';
import type { ReadAccount } from '../oauth/provider.ts';

type Mapping = NonNullable<CustomProvider['account']>;

/** Reads the members that an admin named. Undefined: at the path of the id there is neither a text nor a safe integer. */
export function readMapped(mapping: Mapping): (answer: unknown) => ReadAccount | undefined {
  return (answer) => {
    const id = memberAt(answer, mapping.id);
    const typed = typedId(id);
    if (typed === undefined) return undefined;
    const label = mapping.label === undefined ? undefined : memberAt(answer, mapping.label);
    return { id: typed, label: [label, id].find(isShown)?.toString() ?? '' };
  };
}

/** The member at a path of names. An inherited one is none, and neither is a place in a list. */
function memberAt(answer: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (value, name) =>
        record(value) && Object.hasOwn(value as object, name) ? record(value)?.[name] : undefined,
      answer,
    );
}

/** Longer texts are no ids, and a text with invisible characters could look like another one. */
const ID = /^[^\p{C}\p{Zl}\p{Zp}\s]([^\p{C}\p{Zl}\p{Zp}]{0,254}[^\p{C}\p{Zl}\p{Zp}\s])?$/u;

/** Whoever has the address next would be the same account. */
const MAIL_ADDRESS = /^[^@]+@[^@]+\.[^@]+$/;

/**
 * A text that says which type the id has: `1` and `"1"` are two accounts. Undefined: JSON did not say exactly which account it is
 * (RFC 8259 section 6).
 */
function typedId(id: unknown): string | undefined {
  if (typeof id === 'number')
    return Number.isSafeInteger(id) && !Object.is(id, -0) ? `number ${id}` : undefined;
  if (typeof id !== 'string' || !ID.test(id) || MAIL_ADDRESS.test(id)) return undefined;
  return /^(number|text) /.test(id) ? `text ${id}` : id;
}

function isShown(value: unknown): value is string | number {
  return (typeof value === 'string' && value !== '') || Number.isSafeInteger(value);
}
