import type { Server } from '../api/types.ts';
import { plainText } from '../words/plain-text.ts';

/** Names for people. Servers of one name, of which a catalogue has several, are followed by their ids. Pure. */
export function serverLabels(servers: readonly Server[]): (server: Server) => string {
  const times = new Map<string, number>();
  for (const { name } of servers) times.set(name, (times.get(name) ?? 0) + 1);
  return ({ id, name }) => {
    const shown = plainText(name, 80);
    return times.get(name) === 1 ? shown : `${shown} (${id})`;
  };
}
