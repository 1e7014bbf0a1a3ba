/** What is wrong with the fields of a form, by the JSON pointers (RFC 6901) of the API's answer. Pure. */
import { FIELD_FAULTS } from '../../../src/contract/problems.ts';
import type { ProblemText } from '../api/api-problem.ts';

/** The value at a pointer, and what a person reads beside it. */
export interface FieldError {
  pointer: string;
  text: string;
}

/** Sentences that know more of a field than the reason does. The longest pointer that fits counts. */
export type FieldForms = Readonly<Record<string, string>>;

/** `forms`: what the field at a pointer takes, for a value of another form. */
export function fieldErrors(problem: ProblemText | undefined, forms: FieldForms = {}): FieldError[] {
  return (problem?.more?.errors ?? []).map(({ pointer, reason }) => {
    if (reason === 'required') return { pointer, text: 'Fill in this field.' };
    const form = reason === 'malformed' ? formFor(pointer, forms) : undefined;
    // An open page can be older than the API, and then a reason can be unknown to it.
    return { pointer, text: form ?? FIELD_FAULTS[reason] ?? `${reason.replaceAll('_', ' ')}.` };
  });
}

/** The error of the field at the pointer, or of something within it. */
export function errorAt(errors: readonly FieldError[], pointer: string): string | undefined {
  const texts = errors.filter((each) => isWithin(each.pointer, pointer)).map(({ text }) => text);
  return texts.length === 0 ? undefined : [...new Set(texts)].join(' ');
}

/** The same for a field whose value is a list: each error names the entry that it is about. */
export function errorOfEntries(
  errors: readonly FieldError[],
  pointer: string,
  entries: readonly string[],
): string | undefined {
  const named = errors.map((error) => {
    const entry = entries[Number(error.pointer.slice(pointer.length + 1))];
    const isOfEntry = error.pointer.startsWith(`${pointer}/`) && entry !== undefined;
    return isOfEntry ? { ...error, text: `“${entry}”: ${error.text}` } : error;
  });
  return errorAt(named, pointer);
}

/** Those that no field of the form shows. */
export function errorsElsewhere(errors: readonly FieldError[], shown: readonly string[]): FieldError[] {
  return errors.filter((error) => !shown.some((pointer) => isWithin(error.pointer, pointer)));
}

function isWithin(pointer: string, outer: string): boolean {
  return pointer === outer || pointer.startsWith(`${outer}/`);
}

function formFor(pointer: string, forms: FieldForms): string | undefined {
  const [longest] = Object.keys(forms)
    .filter((each) => isWithin(pointer, each))
    .toSorted((one, other) => other.length - one.length);
  return longest === undefined ? undefined : forms[longest];
}
