/** Which tool of which server a call means. */
import type { ListedServer } from '../../../client/src/index.ts';
import type { Runtime } from '../runtime.ts';
import type { Visit } from '../visit.ts';
import { ownToolNamed } from './own-tools.ts';
import { hasAddress, serversAt } from './servers-at.ts';
import { type OwnTool, partsOfName, plainToolOf, serverPrefix, toolName } from './tool-names.ts';

export type Called =
  /** A tool of the server, by the server's own name for it. */
  | { server: ListedServer; tool: string }
  /** A tool of the endpoint. */
  | { server: ListedServer; own: OwnTool };

/**
 * The name alone tells the server. What it was changed from stands in the list of that server alone. Undefined: there is no such
 * tool. Rejects if the injector refuses, or does not answer.
 */
export async function toolCalled(runtime: Runtime, visit: Visit, name: string): Promise<Called | undefined> {
  const server = await serverCalled(runtime, visit, name);
  if (!server) return undefined;
  const own = ownToolNamed(server, name);
  if (server.binding === 'process') return { server, own: 'unavailable' };
  // At the address of one server, a tool of that server may have this name where the endpoint has none of its own.
  if (own && (visit.path.serverId === undefined || server.discovery)) return { server, own };
  const tool = visit.path.serverId === undefined ? await toolNamed(runtime, visit, { server, name }) : name;
  return tool === undefined || isClaimedTwice(runtime, visit, { server, tool })
    ? undefined
    : { server, tool };
}

/** Such a name is not listed, so it is not called either (T227). */
function isClaimedTwice(
  { lists }: Runtime,
  visit: Visit,
  { server, tool }: { server: ListedServer; tool: string },
): boolean {
  const known = hasAddress(server) ? lists.known(visit, server) : undefined;
  return (known?.filter(({ name }) => name === tool).length ?? 0) > 1;
}

/** Asks the injector once more for a server that it did not name a moment ago. */
async function serverCalled(runtime: Runtime, visit: Visit, name: string): Promise<ListedServer | undefined> {
  const among = (servers: readonly ListedServer[]) => serverNamed(visit, serversAt(visit, servers), name);
  const recent = among(await runtime.servers.recent(visit));
  const isUsable = recent && (hasAddress(recent) || recent.binding === 'process');
  return isUsable ? recent : among(await runtime.servers.fresh(visit));
}

function serverNamed({ path }: Visit, servers: readonly ListedServer[], name: string) {
  if (path.serverId !== undefined) return servers[0];
  const prefix = partsOfName(name)?.prefix;
  return servers.find(({ id }) => serverPrefix(id) === prefix);
}

async function toolNamed(
  runtime: Runtime,
  visit: Visit,
  { server, name }: { server: ListedServer; name: string },
): Promise<string | undefined> {
  const parts = partsOfName(name);
  const plain = parts && plainToolOf(server.id, parts);
  if (plain !== undefined || !hasAddress(server)) return plain;
  const listed = runtime.lists.known(visit, server) ?? (await runtime.lists.of(visit, server));
  const named = listed?.filter((tool) => toolName(server.id, tool.name) === name) ?? [];
  return named.length === 1 ? named[0]?.name : undefined;
}
