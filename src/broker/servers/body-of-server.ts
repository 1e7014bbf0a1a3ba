/** The body of a server's PUT, and what is checked of every one. */
import type { FieldFault } from '../../contract/problems.ts';
import { hostOf } from '../../contract/servers/server-hosts.ts';
import type { Placement, ServerRegistration } from '../../contract/servers/server-registration.ts';
import { areUrlNames } from '../../providers/template-names.ts';
import { isOfProvider } from '../connection/is-own-row.ts';
import { Problem } from '../errors.ts';
import type { Ports } from '../ports.ts';
import type { ServerRecord } from '../records.ts';
import type { Confirmed, DiscoverPorts } from '../remote/discover-remote.ts';
import { type ServerUrlPorts, serverUrlFault } from './server-url.ts';

/** The ports of the checks. */
export type ServerOfBodyPorts = ServerUrlPorts &
  DiscoverPorts &
  Pick<Ports, 'catalogue' | 'servers' | 'reads' | 'random'>;

/** The body of a PUT. Fields that are absent have defaults. */
export type ServerBody = {
  [K in keyof Omit<ServerRegistration, 'id' | 'allowedHosts' | 'apiHosts'>]?:
    | ServerRegistration[K]
    | undefined;
} & { connectionId?: string | undefined; confirmed?: Confirmed | undefined };

/** What an admin put. */
export interface PutServer {
  workspaceId: string;
  serverId: string;
  server: ServerBody;
  /** What was stored before. */
  before?: Pick<ServerRecord, 'remote'> | undefined;
}

export type Fault = { pointer: string; reason: FieldFault };

/** The caller's own credentials are never forwarded (T148). */
export const ALWAYS_REMOVED = ['Authorization', 'Cookie'];
export const BEARER: Placement = { in: 'header', name: 'Authorization', value: 'Bearer {accessToken}' };

export async function urlFaults(
  ports: ServerOfBodyPorts,
  { workspaceId, provider, url }: { workspaceId: string; provider: string; url: string | undefined },
): Promise<Fault[]> {
  if (url === undefined) return [];
  const isNamed = hostOf(url) !== undefined && !areUrlNames(ports.catalogue.get(provider), url);
  if (isNamed) return [fault('/url', 'unknown_name')];
  const reason = await serverUrlFault(ports, { workspaceId, url });
  return reason ? [fault('/url', reason)] : [];
}

export async function accountFaults(
  { reads }: Pick<Ports, 'reads'>,
  workspaceId: string,
  provider: string,
  connectionId: string | undefined,
): Promise<Fault[]> {
  if (connectionId === undefined) return [];
  const known = isOfProvider(connectionId, provider)
    ? await reads.connection({ workspaceId, connectionId })
    : undefined;
  const isThere = known !== undefined && known.status !== 'disconnected';
  return isThere ? [] : [fault('/connectionId', 'unknown_connection')];
}

export function fault(pointer: string, reason: FieldFault): Fault {
  return { pointer, reason };
}

export async function refuseFaults(errors: Fault[]): Promise<void> {
  if (errors.length > 0) throw new Problem('server_refused', { errors });
}
