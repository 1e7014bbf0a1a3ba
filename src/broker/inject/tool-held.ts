/** Whether the call of a tool is held back, in a stage that demands approval of changed definitions (T228). */
import type { Operation } from '../../contract/injection-messages.ts';
import { isHeld, readKnown } from '../tools/seen-tools.ts';
import type { InjectPorts } from './inject-ports.ts';
import { type Refused, refuse } from './refuse-injection.ts';

const HELD =
  'The definition of this tool has changed since it was approved. An admin of the workspace must approve it before it is called.';

/**
 * By its name, since a call does not say which definition it means. A server of which nobody has told a list holds nothing back.
 * Rejects if the row cannot be read.
 */
export async function isToolHeld(
  { toolsHeldBy }: Pick<InjectPorts, 'toolsHeldBy'>,
  workspaceId: string,
  operation: Operation,
): Promise<boolean> {
  if (!toolsHeldBy || operation.kind !== 'call') return false;
  const row = await toolsHeldBy.read({ workspaceId, serverId: operation.server });
  return row !== undefined && isHeld(readKnown(row), operation.tool);
}

export function toolHeld(ports: Parameters<typeof refuse>[0]): Refused {
  const refused = refuse(ports, 'tool_not_allowed');
  return { ...refused, context: { ...refused.context, message: HELD } };
}
