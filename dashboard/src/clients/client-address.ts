/** The addresses at which a person's own MCP client reaches a workspace (docs/one-address.md). Pure. */
import type { Server } from '../api/types.ts';
import { isMcpServer } from '../servers/kind-of-server.ts';
import { isPersonal } from '../sign-in/personal-workspace.ts';

/** An address has one spelling, and ids need no encoding. Without a server it is that of all servers together. */
export function clientAddress(base: string, workspace: string, server?: string): string {
  return [base, workspace, ...(server === undefined ? [] : [server])].join('/');
}

/** Whether the address of the server answers. A process has none, and some servers have none yet. */
export function isServed(server: Server): boolean {
  return isMcpServer(server) && server.binding !== 'process' && server.reason !== 'no_address';
}

/**
 * Characters of the name in the settings of a client. Cursor drops a tool whose name and server's name have 60 characters together
 * (https://github.com/ComposioHQ/composio/issues/2788, 2026-02-27), and the endpoint's names of tools have up to 50. At the address of
 * one server its tools have names of its own, which are shorter as a rule.
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

/** Whether only this machine reaches the address, so that clients in a cloud do not. */
export function isOfThisMachine(address: string): boolean {
  const { hostname } = new URL(address);
  return /^(localhost|127(\.\d+){3}|\[::1\])$|\.localhost$/.test(hostname);
}
