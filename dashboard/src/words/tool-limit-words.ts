/** How many tools there are, as far as it is known. Pure. */
import type { Fit, ToolCount } from '../clients/tool-limits.ts';
import { plainText } from './plain-text.ts';

/** More names than this are counted. */
const NAMED = 4;

export function toolCountWords({ most, uncounted }: ToolCount): string {
  const counted = most === 1 ? 'at most 1 tool' : `at most ${most} tools`;
  if (uncounted.length === 0) return `This address has ${counted}.`;
  const names = uncounted.slice(0, NAMED).map(({ name }) => plainText(name, 80));
  const rest = uncounted.length - names.length;
  const listed = new Intl.ListFormat('en').format(rest > 0 ? [...names, `${rest} more`] : names);
  const others = most === 0 ? '' : ` The other servers have ${counted}.`;
  return `How many tools ${listed} ${uncounted.length === 1 ? 'has' : 'have'} is not known here: the client sees it in its list.${others}`;
}

export const FIT_WORDS: Record<Fit, { label: string; tone: 'good' | 'warning' | 'idle' }> = {
  fits: { label: 'Takes them all', tone: 'good' },
  'may-exceed': { label: 'May be too many', tone: 'warning' },
  'not-known': { label: 'Not known', tone: 'idle' },
};

/** `most`: of one server. Undefined: nobody here knows. */
export function toolsOfServer(most: number | undefined): string {
  if (most === undefined) return 'The number of its tools is not known here.';
  return most === 1 ? 'At most 1 tool.' : `At most ${most} tools.`;
}
