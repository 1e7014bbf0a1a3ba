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
