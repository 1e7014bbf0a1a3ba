import type { Ports } from '../ports.ts';

/** Removes what was seen of the tools of all servers of a workspace that ends. */
export async function forgetTools(
  { seenTools }: Pick<Ports, 'seenTools'>,
  workspaceId: string,
): Promise<void> {
  const rows = await seenTools.of(workspaceId);
  await Promise.all(rows.map(({ key }) => seenTools.delete(key, {})));
}
