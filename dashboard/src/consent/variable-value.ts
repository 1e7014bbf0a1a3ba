/** What is said of a value while a person types it: a part of a provider's URLs, such as a subdomain. */
import type { Provider } from '../api/types.ts';

export type Variable = Provider['variables'][number];

/** Why the value cannot be used. Undefined: it can. Pure. */
export function valueFault(variable: Variable, value: string): string | undefined {
  const { pattern, default: usual, choices } = variable;
  if (value === '') return usual === undefined ? 'This is needed.' : undefined;
  if (new RegExp(pattern).test(value)) return undefined;
  if (choices !== undefined) return `Use one of ${choices.join(', ')}.`;
  return formFault(variable, value);
}

function formFault({ pattern, example, consentHost, name }: Variable, value: string): string {
  const after = consentHost?.split(`{${name}}`)[1];
  if (/[:/]/.test(value)) return 'Leave out https:// and everything from the first slash on.';
  if (after && value.endsWith(after)) return `Leave out ${after}, which follows by itself.`;
  if (new RegExp(pattern).test(value.toLowerCase())) return 'Use small letters.';
  if (new RegExp(pattern).test(value.split('.')[0] ?? ''))
    return 'Leave out everything from the first dot on.';
  return `This does not have the form of “${example}”.`;
}

/** The host to which the browser goes with this value. Undefined: the value does not decide it, or cannot be used. Pure. */
export function hostWith(variable: Variable, value: string): string | undefined {
  if (value === '' || valueFault(variable, value) !== undefined) return undefined;
  return variable.consentHost?.replace(`{${variable.name}}`, value);
}

/** Values by name, without those that are empty: the provider's default is used for them. Pure. */
export function withValue(
  values: Readonly<Record<string, string>>,
  name: string,
  value: string,
): Record<string, string> {
  const { [name]: _, ...others } = values;
  return value === '' ? others : { ...others, [name]: value };
}
