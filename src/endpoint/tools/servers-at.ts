/** Which servers an address has. Pure. */
import type { ListedServer } from '../../../client/src/index.ts';
import type { Visit } from '../visit.ts';
import { serverPrefix } from './tool-names.ts';

/** All servers of the workspace, or the one of the path. Two whose tools would have the same prefix are both left out (T227). */
export function serversAt({ path }: Pick<Visit, 'path'>, servers: readonly ListedServer[]): ListedServer[] {
  if (path.serverId !== undefined) return servers.filter(({ id }) => id === path.serverId);
  const prefixes = servers.map(({ id }) => serverPrefix(id));
  return servers.filter(
    (_, index) =>
      prefixes.indexOf(prefixes[index] as string) === prefixes.lastIndexOf(prefixes[index] as string),
  );
}

/** Whether requests can be sent to the server. A process has no address, and some servers have none before a connection exists. */
export function hasAddress(server: ListedServer): server is ListedServer & { url: string } {
  return server.url !== undefined && server.binding !== 'process';
}
