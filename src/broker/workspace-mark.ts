/** Whether a workspace is being deleted, so that nothing new may begin there. */
import { Problem } from './errors.ts';
import type { Ports } from './ports.ts';

/** Whether the workspace has a deletion mark. Strongly consistent. */
export async function isWorkspaceDeleted(
  { workspaceMarks }: Pick<Ports, 'workspaceMarks'>,
  workspaceId: string,
): Promise<boolean> {
  return (await workspaceMarks.read({ workspaceId })) !== undefined;
}

/** Throws `workspace_deleted` if the workspace has a deletion mark. */
export async function refuseDeletedWorkspace(
  ports: Pick<Ports, 'workspaceMarks'>,
  workspaceId: string,
): Promise<void> {
  if (await isWorkspaceDeleted(ports, workspaceId)) throw new Problem('workspace_deleted');
}
