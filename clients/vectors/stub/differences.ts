/** Names how two JSON values differ. Pure. */
import type { Json, Members } from './case.ts';

/** One sentence for each difference. `{"matches": "<regex>"}` stands for a text. */
export function differences(expected: Json | undefined, found: Json | undefined, place: string): string[] {
  const pattern = patternOf(expected);
  if (pattern !== undefined) {
    const fits = typeof found === 'string' && new RegExp(pattern, 'su').test(found);
    return fits ? [] : [`${place} is ${shown(found)}, and must match ${pattern}`];
  }
  if (Array.isArray(expected) && Array.isArray(found) && expected.length === found.length)
    return expected.flatMap((item, at) => differences(item, found[at], `${place}[${at}]`));
  if (isMembers(expected) && isMembers(found)) {
    const names = [...new Set([...Object.keys(expected), ...Object.keys(found)])];
    return names.flatMap((name) => differences(expected[name], found[name], `${place}.${name}`));
  }
  if (expected === found) return [];
  return [`${place} is ${shown(found)}, and must be ${shown(expected)}`];
}

function patternOf(expected: Json | undefined): string | undefined {
  if (!isMembers(expected) || Object.keys(expected).length !== 1) return undefined;
  return typeof expected.matches === 'string' ? expected.matches : undefined;
}

export function isMembers(value: Json | undefined): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** As a sentence shows it. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'absent';
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}
