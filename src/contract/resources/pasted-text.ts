/** Texts that people copy at a provider’s page and paste: what comes along around them, and what must not be inside. */
import * as z from 'zod';
import type { FieldFault } from '../problems.ts';
import { trimmed } from './trim-pasted.ts';

const FAULTS: readonly (readonly [FieldFault, RegExp])[] = [
  ['line_break_inside', /[\r\n\u2028\u2029]/],
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  ['control_character_inside', /[\x00-\x1f\x7f]/],
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range of ASCII begins with one
  ['not_ascii', /[^\x00-\x7f]/],
];
const SPACE: (typeof FAULTS)[number] = ['space_inside', / /];

/**
 * A schema of such a text: of 1 to `most` characters that `form` takes, after it was trimmed. What is wrong with a character is
 * the parameter `reason` of the issue; the value is in none.
 */
export function pastedText({ form, most, isSpaceAllowed }: PastedForm) {
  const faults = isSpaceAllowed ? FAULTS : [...FAULTS, SPACE];
  const length = z.string().overwrite(trimmed).min(1).max(most).regex(form);
  return faults.reduce(
    (schema, [reason, pattern]) =>
      schema.refine((text) => !pattern.test(text), { params: { reason }, abort: true }),
    length,
  );
}

interface PastedForm {
  form: RegExp;
  most: number;
  /** RFC 6749 appendix A.2 allows blanks within a client secret. */
  isSpaceAllowed: boolean;
}
