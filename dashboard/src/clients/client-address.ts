/** The addresses at which a person's own MCP client reaches a workspace (docs/one-address.md). Pure. */
import type { Server } from '../api/types.ts';
import { isMcpServer } from '../servers/kind-of-server.ts';
import { isPersonal } from '../sign-in/personal-workspace.ts';

/** The address of one server or, without `server`, of the whole workspace. Ids need no encoding, so an address has one spelling. */
export function clientAddress(base: string, workspace: string, server?: string): string {
  return [base, workspace, ...(server === undefined ? [] : [server])].join('/');
}

/** Whether the server has an address of its own at the endpoint. A process has none, and neither has a server that lacks a URL. */
export function isServed(server: Server): boolean {
  return isMcpServer(server) && server.binding !== 'process' && server.reason !== 'no_address';
}

/**
 * Most characters of the name in the settings of a client. Cursor drops a tool if the names of the tool and of its server have 60
 * characters together (https://github.com/ComposioHQ/composio/issues/2788, 2026-02-27). At the address of all servers, the name of a
 * tool has up to 50. At the address of one server, tools have the names that the server gives them, which are shorter as a rule.
 */
const LONGEST = { ofAll: 9, ofServer: 20 };

/** The name of the address in the settings of a client: letters, digits, `_` and `-`. */
export function nameInClient(workspace: string, server?: string): string {
  if (server !== undefined) return shortened(server.replaceAll(/[^\w-]/g, '-'), LONGEST.ofServer);
  return isPersonal({ id: workspace }) ? 'personal' : shortened(workspace, LONGEST.ofAll);
}

function shortened(name: string, longest: number): string {
  return name.slice(0, longest).replace(/[-_]+$/, '');
}

/** Whether the address can be reached from this machine alone: a client in a cloud cannot reach it. */
export function isOfThisMachine(address: string): boolean {
  const { hostname } = new URL(address);
  return /^(localhost|127(\.\d+){3}|\[::1\])$|\.localhost$/.test(hostname);
}
