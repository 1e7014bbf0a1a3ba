import { systemRandom } from '../src/system/random.ts';
import { SERVER, TOOL, WORKSPACE } from './scene.ts';

/** A runtime's request for one tool call. */
export function newEvent(callerToken?: string) {
  const id = systemRandom.uuidV7(Date.now());
  return {
    version: '1' as const,
    workspaceId: WORKSPACE,
    operation: { id, kind: 'call' as const, server: SERVER, tool: TOOL },
    ...(callerToken !== undefined && { callerToken }),
  };
}
export type Event = ReturnType<typeof newEvent>;
