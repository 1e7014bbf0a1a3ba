/** How many tools a client takes, and how many an address may have. Pure. */
import type { Server } from '../api/types.ts';
import { isMcpServer } from '../servers/kind-of-server.ts';
import { isServed } from './client-address.ts';
import type { ClientKind } from './client-kinds.ts';

export interface ToolLimit {
  client: ClientKind;
  /** Tools of all MCP servers of the client together. */
  most: number;
  /** What the client does with more tools. */
  beyond: string;
}

/**
 * Cursor: its documentation of 2025 said that it sends the first 40 tools to the model, as
 * https://github.com/anyproto/anytype-mcp/issues/5 quotes it (2025-06-25); https://github.com/Snowflake-Labs/mcp/issues/77 saw 80 in
 * its place (2025-09-02). VS Code: a request with more than 128 fails, https://github.com/microsoft/vscode/issues/337428 (2026-09-23).
 */
export const TOOL_LIMITS: readonly ToolLimit[] = [
  {
    client: 'cursor',
    most: 40,
    beyond: 'It passes on the first 40, and drops the others. Versions with 80 were seen.',
  },
  { client: 'vscode', most: 128, beyond: 'A request with more fails, until you turn tools off.' },
];

export interface ToolCount {
  /** The largest number of tools that the servers may have together, without the servers in `uncounted`. */
  most: number;
  /** Servers whose registration names no tools: a server can offer any number, which this service does not know. */
  uncounted: Server[];
}

/** The tools at the one address of the workspace, as src/endpoint lists them. */
export function toolsAt(servers: readonly Server[]): ToolCount {
  const all = servers.filter((each) => isServed(each) || isProcess(each));
  const counts = all.map(mostOf);
  return {
    most: counts.reduce<number>((sum, count) => sum + (count ?? 0), 0),
    uncounted: all.filter((_, index) => counts[index] === undefined),
  };
}

/** The largest number of tools that the server may have. Undefined: this service does not know it. */
export function mostOf(server: Server): number | undefined {
  // The endpoint cannot start a process: to a person who has connected the provider, it lists one tool that says so.
  if (isProcess(server)) return server.connected ? 1 : 0;
  // The list of such a server needs an account. Without one, the endpoint lists one tool, which gives the page to connect at.
  if (!server.connected && (server.discovery || server.url === undefined)) return 1;
  return server.tools?.length;
}

/** Whether a client takes all tools of an address. */
export type Fit = 'fits' | 'may-exceed' | 'not-known';

export function fitOf({ most, uncounted }: ToolCount, limit: Pick<ToolLimit, 'most'>): Fit {
  if (most > limit.most) return 'may-exceed';
  return uncounted.length > 0 ? 'not-known' : 'fits';
}

function isProcess(server: Server): boolean {
  return isMcpServer(server) && server.binding === 'process';
}
