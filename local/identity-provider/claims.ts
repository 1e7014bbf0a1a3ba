/** What tokens say of the people. Pure. */
import { PEOPLE } from '../people.ts';
import type { Place } from './resources.ts';

/**
 * The entries of a person's workspace claim that a token for this place has: for one workspace its own entry alone, so that the
 * token says no more than the consent. The personal workspace has no entry, and who may have one is seen by the others.
 */
export function workspacesOf(personId: string, { workspace }: Place): readonly string[] {
  const all: readonly string[] = PEOPLE.find(({ id }) => id === personId)?.workspaces ?? [];
  if (workspace === undefined || workspace === '~me') return all;
  return all.filter((entry) => entry.startsWith(`${workspace}:`));
}
