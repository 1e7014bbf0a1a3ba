/** The arguments of a call, out of what was typed. Pure. */
import type { ArgumentField } from './schema-to-fields.ts';

export type Arguments = Record<string, unknown>;

/** `errors`: by the name of the field. Nothing is called while there are any. */
export type Read = { given: Arguments } | { errors: Record<string, string> };

/** Of fields: what is left empty is left out. */
export function argumentsOfFields(fields: ArgumentField[], typed: Readonly<Record<string, string>>): Read {
  const read = fields.map((field) => ({ field, ...valueIn(field, typed[field.name] ?? '') }));
  const wrong = read.flatMap(({ field, error }) =>
    error === undefined ? [] : [[field.name, error] as const],
  );
  if (wrong.length > 0) return { errors: Object.fromEntries(wrong) };
  const values = read.flatMap(({ field, value }) =>
    value === undefined ? [] : [[field.name, value] as const],
  );
  return { given: Object.fromEntries(values) };
}

function valueIn(
  { kind, isRequired }: ArgumentField,
  typed: string,
): { value?: string | number | boolean; error?: string } {
  if (typed.trim() === '') return isRequired ? { error: 'The tool needs this.' } : {};
  if (kind === 'text') return { value: typed };
  if (kind === 'choice') return { value: JSON.parse(typed) as string | number | boolean };
  const value = Number(typed.trim());
  if (!Number.isFinite(value)) return { error: 'This is no number.' };
  return kind === 'integer' && !Number.isSafeInteger(value)
    ? { error: 'This is no whole number.' }
    : { value };
}

/** The name under which an error of a JSON text stands. */
export const JSON_TEXT = '(JSON)';

/** Of a JSON text: an empty one is no argument at all. */
export function argumentsOfJson(text: string): Read {
  if (text.trim() === '') return { given: {} };
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return { errors: { [JSON_TEXT]: 'This is no JSON yet.' } };
  }
  const isObject = typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed);
  if (!isObject)
    return { errors: { [JSON_TEXT]: 'The arguments are one JSON object, such as {"limit": 5}.' } };
  return { given: parsed as Arguments };
}
