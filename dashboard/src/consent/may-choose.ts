import type { Connection } from '../api/types.ts';
import type { Person, Workspace } from '../sign-in/person.ts';

/** Whether the page asks this person what the connection is for. The API decides. */
export function mayChoose(
  { connectedBy }: Connection,
  { role }: Pick<Workspace, 'role'>,
  { subject }: Pick<Person, 'subject'>,
): boolean {
  return role === 'admin' || subject === connectedBy;
}
