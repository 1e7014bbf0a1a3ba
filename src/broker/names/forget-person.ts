/** Erases what a workspace keeps of a person: for the person, for an admin, and with the workspace. */
import { countEnding, type QuotaPorts } from '../activity/quota.ts';
import { type Caller, requireRole } from '../caller.ts';
import type { Ports } from '../ports.ts';
import { personId } from './person-id.ts';

type ForgetPorts = Pick<Ports, 'people'> & QuotaPorts;

/** Erases the caller's own row; there may be none. Throws `not_found` or `too_many_requests`. */
export async function forgetMe(
  ports: ForgetPorts,
  { caller, workspaceId }: { caller: Caller; workspaceId: string },
): Promise<void> {
  requireRole(caller, workspaceId, 'member');
  await countEnding(ports, caller);
  await ports.people.delete({ workspaceId, personId: personId(caller) }, {});
}

/** Erases the row of an id for an admin; there may be none. Throws `forbidden`, `not_found` or `too_many_requests`. */
export async function forgetPerson(
  ports: ForgetPorts,
  { caller, workspaceId, person }: { caller: Caller; workspaceId: string; person: string },
): Promise<void> {
  requireRole(caller, workspaceId, 'admin');
  await countEnding(ports, caller);
  await ports.people.delete({ workspaceId, personId: person }, {});
}

/** Erases all rows of a workspace that is being deleted. */
export async function forgetPeople({ people }: Pick<Ports, 'people'>, workspaceId: string): Promise<void> {
  const known = await people.of(workspaceId);
  await Promise.all(known.map(({ key }) => people.delete(key, {})));
}
