/** The header that carries the token to the API of a custom provider, by the grammar of placements. Pure. */
import { type PlacementFault, placementFaults } from './placement-faults.ts';
import { PLACEMENT_NAMES } from './registration-grammar.ts';

export interface TokenHeader {
  name: string;
  /** Template with `{accessToken}` once, and no other name. */
  value: string;
}

/** What is wrong with the header, by JSON pointer (RFC 6901) from it. Some servers take `_` for a hyphen, others drop the header. */
export function tokenHeaderFaults({ name, value }: TokenHeader): PlacementFault[] {
  const placement = { in: 'header' as const, name, value };
  const found = placementFaults({ placements: [placement], binding: 'request' }, ['accessToken']);
  const faults = found.map(({ pointer, reason }) => ({
    pointer: pointer.replace(/^\/placements(\/0)?/, ''),
    reason,
  }));
  const isKnown = faults.some(({ reason }) => reason === 'reserved_header');
  return name.includes('_') && !isKnown
    ? [...faults, { pointer: '/name', reason: 'reserved_header' as const }]
    : faults;
}

/** Whether a header of a row, which can hold anything, may carry a token. */
export function isTokenHeader({ name, value }: { name: unknown; value: unknown }): boolean {
  if (typeof name !== 'string' || typeof value !== 'string' || value.length > 256) return false;
  return PLACEMENT_NAMES.header.test(name) && tokenHeaderFaults({ name, value }).length === 0;
}
