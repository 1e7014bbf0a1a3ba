/** Whether a workspace is being deleted, so that nothing new may begin there. */
import { is, PERSONAL_WORKSPACE_ID } from '../contract/identifiers.ts';
import { Problem } from './errors.ts';
import type { Ports } from './ports.ts';

/**
 * Whether the workspace has a deletion mark. Of a personal workspace the mark is for what had begun before it: the person may begin
 * anew at once. `begunAt`: milliseconds since the epoch. Strongly consistent.
 */
export async function isWorkspaceDeleted(
  { workspaceMarks }: Pick<Ports, 'workspaceMarks'>,
  workspaceId: string,
  begunAt: number,
): Promise<boolean> {
  const mark = await workspaceMarks.read({ workspaceId });
  return mark !== undefined && (!is(PERSONAL_WORKSPACE_ID, workspaceId) || begunAt <= mark.deletedAt);
}

/** Throws `workspace_deleted` if the workspace has a deletion mark that is for what began at `begunAt`. */
export async function refuseDeletedWorkspace(
  ports: Pick<Ports, 'workspaceMarks'>,
  workspaceId: string,
  begunAt: number,
): Promise<void> {
  if (await isWorkspaceDeleted(ports, workspaceId, begunAt)) throw new Problem('workspace_deleted');
}

/**
 * Whether an operator ended the person whose personal workspace it is, after this token was issued (T223). A token without a time of
 * issue is an older one. Nothing is read of another workspace.
 */
export async function isPersonEnded(
  { workspaceMarks }: Pick<Ports, 'workspaceMarks'>,
  workspaceId: string,
  { issuedAt }: { issuedAt?: number | undefined },
): Promise<boolean> {
  if (!is(PERSONAL_WORKSPACE_ID, workspaceId)) return false;
  const { endedAt } = (await workspaceMarks.read({ workspaceId })) ?? {};
  return isOfBefore(endedAt, issuedAt);
}

/** Whether a token was issued before the end of a person. `endedAt`: undefined where nobody ended them. Pure. */
export function isOfBefore(endedAt: number | undefined, issuedAt = 0): boolean {
  return endedAt !== undefined && issuedAt <= endedAt;
}
