/** How a schema gets its name and its description for the OpenAPI document. Descriptions are CommonMark. */
import * as z from 'zod';

/** An enum made from the meanings of its values; the description lists them. */
export function choice<const M extends Record<string, string>>(text: string, meanings: M) {
  const values = Object.keys(meanings) as [keyof M & string, ...(keyof M & string)[]];
  return z.enum(values).describe(withMeanings(text, meanings));
}

/** The text, and below it one line for each value: "- `value`: its meaning". */
export function withMeanings(text: string, meanings: Record<string, string>): string {
  const lines = Object.entries(meanings).map(([value, meaning]) => `- \`${value}\`: ${meaning}`);
  return [text, '', ...lines].join('\n');
}
