import type { Connection } from './api.ts';
import type { Person, Workspace } from './person.ts';

/** Whether the page asks this person what the connection is for. The API decides. */
export function mayChoose(
  { connectedBy }: Connection,
  { role }: Pick<Workspace, 'role'>,
  { subject }: Pick<Person, 'subject'>,
): boolean {
  return role === 'admin' || subject === connectedBy;
}
