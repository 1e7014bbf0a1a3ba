import type { Provider, RemoteServer, Server } from '../api/types.ts';

/** The remote MCP server whose provider it is, with how it is authorized. Undefined: it is another provider. Pure. */
export function remoteServerOf({ id }: Pick<Provider, 'id'>, servers: Server[]): RemoteServer | undefined {
  return servers.find((server): server is RemoteServer => server.provider === id && isRemote(server));
}

function isRemote(server: Server): server is RemoteServer {
  return server.authorization !== undefined;
}
