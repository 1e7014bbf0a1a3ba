/** Texts that come in, in a row or a message, as valibot judges them. */
import * as v from 'valibot';

/** A text of a grammar. */
export function matching(grammar: RegExp) {
  return v.pipe(v.string(), v.regex(grammar));
}

/** As the schema of the contract gives it: without white space around it, or a tab or a line end in it. */
export const absoluteUrl = v.pipe(
  v.string(),
  v.check((text) => text === text.trim() && !/[\t\n\r]/.test(text) && URL.canParse(text)),
);

/**
 * An object of any names, each with such a value. valibot's own `record` leaves out members with names of JavaScript's, such as
 * `constructor`.
 */
export function membersOf<T>(isMember: (name: string, value: unknown) => boolean) {
  return v.custom<Record<string, T>>((input) => {
    if (typeof input !== 'object' || input === null || Array.isArray(input)) return false;
    const { constructor: made = Object } = Object.getPrototypeOf(input) ?? {};
    if (made !== Object || Object.hasOwn(input, '__proto__')) return false;
    return Object.entries(input).every(([name, value]) => isMember(name, value));
  });
}
