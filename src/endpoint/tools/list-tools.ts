/** The tools of an address: of all servers of a workspace, or of one. */
import type { ListToolsResult, Tool } from '@modelcontextprotocol/server';
import type { ListedServer } from '../../../client/src/index.ts';
import type { Runtime } from '../runtime.ts';
import type { Visit } from '../visit.ts';
import { connectTool, unavailableTool } from './own-tools.ts';
import { hasAddress, serversAt } from './servers-at.ts';
import { toolName } from './tool-names.ts';
import { withinAnswer } from './within-answer.ts';

/** Under this name the answer says which servers give no list now. */
export const UNAVAILABLE = 'connections/unavailable';

/** Asks all servers at once. The connected ones come first, then ids decide. Rejects if the injector refuses, or does not answer. */
export async function listTools(runtime: Runtime, visit: Visit): Promise<ListToolsResult> {
  const servers = serversAt(visit, await runtime.servers.fresh(visit)).sort(byReadiness);
  const asked = await Promise.all(servers.map((server) => toolsOf(runtime, visit, server)));
  const lists = withinAnswer(asked);
  const unavailable = servers.filter((_, index) => lists[index] === undefined).map(({ id }) => id);
  const tools = namedOnce(
    runtime,
    visit,
    lists.flatMap((list) => list ?? []),
  );
  return { tools, ...(unavailable.length > 0 && { _meta: { [UNAVAILABLE]: unavailable } }) };
}

/** An order that no server's own answer changes. Ids are ASCII. */
function byReadiness(one: ListedServer, other: ListedServer): number {
  if (one.ready !== other.ready) return one.ready ? -1 : 1;
  return one.id < other.id ? -1 : 1;
}

/** Undefined: the server gives no list now. */
async function toolsOf(runtime: Runtime, visit: Visit, server: ListedServer): Promise<Tool[] | undefined> {
  // The catalogue has dozens of them, and clients take few tools: only who has connected its provider may look for one.
  if (server.binding === 'process')
    return server.ready || visit.path.serverId !== undefined ? [unavailableTool(server)] : undefined;
  // Its list needs a token, or its address values of a connection, and there is none: without this tool nobody would ever be asked to connect.
  if (!server.ready && (server.discovery || !hasAddress(server)))
    return server.connectUrl === undefined ? undefined : [connectTool(server)];
  if (!hasAddress(server)) return undefined;
  const tools = await runtime.lists.of(visit, server);
  const allowed = tools?.filter(({ name }) => server.tools?.includes(name) ?? true);
  return allowed?.map((tool) => ({ ...tool, name: nameAt(visit, server.id, tool.name) }));
}

/** At the address of one server its tools have the names that it gave them. */
function nameAt({ path }: Visit, serverId: string, tool: string): string {
  return path.serverId === undefined ? toolName(serverId, tool) : tool;
}

/** A name that two tools claim is served by none of them: nobody could say which one is meant (T227). */
function namedOnce({ log }: Runtime, { workspaceId }: Visit, tools: readonly Tool[]): Tool[] {
  const claims = new Map<string, number>();
  for (const { name } of tools) claims.set(name, (claims.get(name) ?? 0) + 1);
  const once = tools.filter(({ name }) => claims.get(name) === 1);
  const count = tools.length - once.length;
  if (count > 0) log.warn('tools_named_alike', { workspaceId, count });
  return once;
}
