/** A remote MCP server behind an authorization server that nobody here wrote: the library oidc-provider. */
import { onTestFinished } from 'vitest';
import type { RemoteServerOptions } from '../../local/remote-server/remote-server-options.ts';
import {
  type RunningRemoteServer,
  startRemoteServer,
} from '../../local/remote-server/start-remote-server.ts';

/** Starts one for the test that runs. */
export async function remoteOidcServer(options: RemoteServerOptions = {}): Promise<RunningRemoteServer> {
  const server = await startRemoteServer(options);
  onTestFinished(() => server.close());
  return server;
}
