import { partsHash } from '../parts-hash.ts';
import type { Person } from '../person.ts';

/** The id of a person in the list of a workspace: a subject can be an address, and does not fit into a path. Pure. */
export function personId({ issuer, subject }: Person): string {
  return partsHash(['person', issuer, subject]);
}
