/** Whether a workspace is being deleted: nothing new may begin there. */
import { Problem } from './errors.ts';
import type { Ports } from './ports.ts';

export async function isWorkspaceDeleted(
  { workspaceMarks }: Pick<Ports, 'workspaceMarks'>,
  workspaceId: string,
): Promise<boolean> {
  return (await workspaceMarks.read({ workspaceId })) !== undefined;
}

export async function refuseDeletedWorkspace(
  ports: Pick<Ports, 'workspaceMarks'>,
  workspaceId: string,
): Promise<void> {
  if (await isWorkspaceDeleted(ports, workspaceId)) throw new Problem('workspace_deleted');
}
