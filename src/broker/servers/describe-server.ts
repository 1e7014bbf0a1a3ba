import type { z } from 'zod';
import type { McpServerResource } from '../../contract/resources.ts';
import { isWithoutAddress } from '../../contract/servers/server-address.ts';
import { namesInUrl } from '../../contract/servers/server-hosts.ts';
import type { PublicConnection } from '../stores.ts';
import { filledUrl } from './allowed-hosts.ts';
import type { ServerOfWorkspace } from './find-server.ts';
import { isOfOtherInstance, lacksValues, unreadiness } from './readiness.ts';

type ShownConnection = Pick<PublicConnection, 'status' | 'grantedScopes' | 'tenants' | 'variables' | 'facts'>;

/** An MCP server as the API shows it. */
export type DescribedServer = z.infer<typeof McpServerResource>;

/** Connections by their ids. What they say is not proved; an injection proves it. */
export interface ShownConnections {
  /** Of the workspace that is read. */
  shared: ReadonlyMap<string, ShownConnection>;
  /** Of the reader's personal workspace. Empty: the reader has none. */
  own: ReadonlyMap<string, ShownConnection>;
}

/** A server as it is for the reader. Pure. */
export function describeServer(
  { registration, connectionId: chosen, instance, connectionOf }: ServerOfWorkspace,
  source: DescribedServer['source'],
  { shared, own }: ShownConnections,
): DescribedServer {
  // As src/broker/inject/homes-of-call.ts decides: one’s own connection counts before that of the workspace.
  const isOwn = connectionOf === 'person' || (connectionOf !== undefined && own.has(registration.provider));
  const connectionId = isOwn ? registration.provider : chosen;
  const server = { ...registration, source, connectionId, ...(connectionOf && { connectionOf }) };
  if (isWithoutAddress(registration)) return { ...server, connected: false, reason: 'no_address' };
  const found = (isOwn ? own : shared).get(connectionId);
  const connection = found && !isOfOtherInstance(instance, found) ? found : undefined;
  const unready =
    unreadiness(registration.scopes, connection) ??
    (connection && lacksValues(registration, connection)
      ? { reason: 'reauthorization_required' as const }
      : undefined);
  const url = connection ? filledUrl(registration, connection) : undefined;
  return { ...withUrl(server, url), connected: unready === undefined, ...unready };
}

/** An address with names is shown as it was registered, and beside it as it is for the connection, if that has the values. */
function withUrl<T extends { url?: string | undefined }>(
  { url: template, ...server }: T,
  filled: string | undefined,
) {
  const hasNames = namesInUrl(template ?? '').length > 0;
  const url = hasNames ? filled : template;
  return {
    ...server,
    ...(url !== undefined && { url }),
    ...(hasNames && template !== undefined && { urlTemplate: template }),
  };
}
