import type { z } from 'zod';
import type { McpServerResource } from '../../contract/resources.ts';
import { isWithoutAddress } from '../../contract/servers/server-registration.ts';
import type { PublicConnection } from '../stores.ts';
import type { ServerOfWorkspace } from './find-server.ts';
import { unreadiness } from './readiness.ts';

/** An MCP server as the API shows it. */
export type DescribedServer = z.infer<typeof McpServerResource>;

/** `connections`: those of the workspace by their ids. What they say is not proved; an injection proves it. Pure. */
export function describeServer(
  { registration, connectionId }: ServerOfWorkspace,
  source: DescribedServer['source'],
  connections: ReadonlyMap<string, Pick<PublicConnection, 'status' | 'grantedScopes' | 'tenants'>>,
): DescribedServer {
  const server = { ...registration, source, connectionId };
  if (isWithoutAddress(registration)) return { ...server, connected: false, reason: 'no_address' };
  const unready = unreadiness(registration.scopes, connections.get(connectionId));
  return { ...server, connected: unready === undefined, ...unready };
}
