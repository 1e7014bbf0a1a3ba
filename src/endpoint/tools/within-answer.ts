/** Which lists of servers one answer has room for. Pure. */
import type { Tool } from '@modelcontextprotocol/server';
import { ENDPOINT_LIMITS as LIMITS } from '../limits.ts';

/**
 * The lists in their order, each whole or undefined: one that does not fit is left out, and a smaller one behind it still comes. So a
 * server takes from the others what its own list has, which is bounded, and never more.
 */
export function withinAnswer(lists: readonly (Tool[] | undefined)[]): (Tool[] | undefined)[] {
  let room: number = LIMITS.listsAnswer;
  return lists.map((list) => {
    const bytes = list && bytesOf(list, room);
    if (bytes === undefined) return undefined;
    room -= bytes;
    return list;
  });
}

/** As the answer has them, with a comma each. Undefined: they are more than there is room for. */
function bytesOf(list: readonly Tool[], room: number): number | undefined {
  let bytes = 0;
  for (const tool of list) {
    bytes += Buffer.byteLength(JSON.stringify(tool)) + 1;
    if (bytes > room) return undefined;
  }
  return bytes;
}
