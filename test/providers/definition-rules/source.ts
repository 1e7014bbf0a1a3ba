/** When a definition was checked, and by which documents. */
import type { Rule } from './rule.ts';

export const source: Rule = ({ source: { documents, checkedOn } }) => [
  ['no documents', documents.length === 0],
  ['a document that is not https', documents.some((one) => URL.parse(one)?.protocol !== 'https:')],
  ['no day of the check', !isDay(checkedOn)],
];

/** `2026-02-30` has the form, and is no day. */
function isDay(text: string): boolean {
  const time = Date.parse(text);
  return (
    /^20\d\d-\d\d-\d\d$/.test(text) &&
    !Number.isNaN(time) &&
    new Date(time).toISOString().slice(0, 10) === text
  );
}
