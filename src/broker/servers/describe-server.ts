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

/** The connection that a call of the reader would use. What it says is not proved; an injection proves it. */
export interface ShownHome {
  connectionId: string;
  /** Undefined: there is none. */
  connection: ShownConnection | undefined;
}

/** A server as it is for the reader. Pure. */
export function describeServer(
  { registration, instance, connectionOf }: ServerOfWorkspace,
  source: DescribedServer['source'],
  { connectionId, connection: found }: ShownHome,
): DescribedServer {
  const server = { ...registration, source, connectionId, ...(connectionOf && { connectionOf }) };
  if (isWithoutAddress(registration)) return { ...server, connected: false, reason: 'no_address' };
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
