/** What is wrong with each field of a form, out of a problem of the API. */
import { FIELD_FAULTS } from '../../../src/contract/problems.ts';
import type { ProblemText } from '../api/api-problem.ts';

/** By the JSON pointer (RFC 6901) of the field. */
export type FieldErrors = Readonly<Record<string, string>>;

/** Pure. `malformed`: better words for a field whose form is wrong, by its pointer without numbers. */
export function fieldErrors({ more }: ProblemText, malformed: FieldErrors = {}): FieldErrors {
  const errors: Record<string, string> = {};
  for (const { pointer, reason } of more?.errors ?? []) {
    const general = malformed[pointer.replaceAll(/\/\d+/g, '')];
    const words =
      // An open page can be older than the API, and then a reason can be unknown to it.
      reason === 'malformed' && general ? general : (FIELD_FAULTS[reason] ?? reason.replaceAll('_', ' '));
    // The sentences stand in documents, too, which mark code with backticks.
    errors[pointer] ??= words.replaceAll('`', '');
  }
  return errors;
}

/** The first error of a field or of anything below it. Pure. */
export function errorAt(errors: FieldErrors, pointer: string): string | undefined {
  return errors[pointer] ?? Object.entries(errors).find(([at]) => at.startsWith(`${pointer}/`))?.[1];
}
