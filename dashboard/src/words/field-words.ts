/** What is wrong with the fields of a form, by the JSON pointers (RFC 6901) of the API's answer. Pure. */
import { FIELD_FAULTS, type FieldFault } from '../../../src/contract/problems.ts';
import type { ProblemText } from '../api/api-problem.ts';
import { withoutMarks } from './plain-text.ts';

/** The sentence beside each field, by the pointer of its value. */
export type FieldErrors = Readonly<Record<string, string>>;

/** What a field takes, by the pointer of its value without the numbers of lists. The longest pointer that fits counts. */
export type FieldForms = Readonly<Record<string, string>>;

/** Of several faults at one pointer, the first one is told. `forms` has the sentences for values that are malformed. */
export function fieldErrors(problem: ProblemText | undefined, forms: FieldForms = {}): FieldErrors {
  const errors: Record<string, string> = {};
  for (const { pointer, reason } of problem?.more?.errors ?? [])
    errors[pointer] ??= wordsBeside(pointer, reason, forms);
  return errors;
}

function wordsBeside(pointer: string, reason: FieldFault, forms: FieldForms): string {
  if (reason === 'required') return 'Fill in this field.';
  return (reason === 'malformed' && formFor(pointer, forms)) || faultWords(reason);
}

/** The sentence for a reason of the API, where no field stands beside it. */
export function faultWords(reason: FieldFault): string {
  // An open page can be older than the API, which may then give a reason that the page does not know.
  return withoutMarks(FIELD_FAULTS[reason] ?? `${reason.replaceAll('_', ' ')}.`);
}

/** What is wrong with the value at a pointer, or with any part of that value. */
export function errorAt(errors: FieldErrors, pointer: string): string | undefined {
  return joined(within(errors, pointer).map(([, text]) => text));
}

/** The same for a list of texts: each sentence names the entry that it is about. */
export function errorOfEntries(
  errors: FieldErrors,
  pointer: string,
  entries: readonly string[],
): string | undefined {
  const texts = within(errors, pointer).map(([at, text]) => {
    const entry = at === pointer ? undefined : entries[Number(at.slice(pointer.length + 1))];
    return entry === undefined ? text : `“${entry}”: ${text}`;
  });
  return joined(texts);
}

/** Sentences about values that no field of the form shows. `shown` has the pointers of the fields. */
export function errorsElsewhere(errors: FieldErrors, shown: readonly string[]): string[] {
  return Object.entries(errors)
    .filter(([at]) => !shown.some((pointer) => isWithin(at, pointer)))
    .map(([, text]) => text);
}

function within(errors: FieldErrors, pointer: string): [pointer: string, text: string][] {
  return Object.entries(errors).filter(([at]) => isWithin(at, pointer));
}

function isWithin(pointer: string, outer: string): boolean {
  return pointer === outer || pointer.startsWith(`${outer}/`);
}

function joined(texts: string[]): string | undefined {
  return texts.length === 0 ? undefined : [...new Set(texts)].join(' ');
}

function formFor(pointer: string, forms: FieldForms): string | undefined {
  const field = pointer.replaceAll(/\/\d+(?=\/|$)/g, '');
  const [longest] = Object.keys(forms)
    .filter((each) => isWithin(field, each))
    .toSorted((one, other) => other.length - one.length);
  return longest === undefined ? undefined : forms[longest];
}
