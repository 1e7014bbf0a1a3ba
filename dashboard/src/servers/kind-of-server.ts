import type { RemoteServer, Server } from '../api/types.ts';

/** Whether the server has an authorization server of its own. Pure. */
export function isRemoteServer(server: Server): server is RemoteServer {
  return server.authorization !== undefined;
}

/** Whether it is an MCP server. The API of a provider is called by a runtime itself. Pure. */
export function isMcpServer({ id }: Server): boolean {
  return !id.startsWith('provider:');
}

/** Whether a workspace says where the server is: the catalogue has no address of it, since somebody runs it themselves. Pure. */
export function takesAddress(server: Server, catalogueUrl: string | undefined): boolean {
  if (server.reason === 'no_address') return true;
  return server.source === 'catalogue' && catalogueUrl === undefined && server.binding !== 'process';
}

/** The address as it was registered: with names in braces where it differs between accounts. Pure. */
export function registeredUrl({ url, urlTemplate }: Server): string | undefined {
  return urlTemplate ?? url;
}
