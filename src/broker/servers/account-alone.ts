/**
 * A choice of the account alone: whatever else is stored stays as it is, also what another admin has changed since the page of
 * this one was loaded.
 */
import type { Ports, StoredServer } from '../ports.ts';
import { remoteProviderId } from '../remote/remote-record.ts';
import { accountFaults, type PutServer, refuseFaults, type ServerBody } from './body-of-server.ts';
import { knownServer } from './find-server.ts';
import { provedServer } from './own-servers.ts';

type AccountPorts = Pick<Ports, 'serverRecords' | 'vault' | 'servers' | 'reads'>;

/** Whether the body names an account and nothing else. Pure. */
export function isAccountAlone({ connectionId, ...rest }: ServerBody): boolean {
  return connectionId !== undefined && Object.values(rest).every((value) => value === undefined);
}

/** What is stored, with the account. The row is proved, since it is sealed anew. Undefined: nothing is stored. Throws `server_refused`. */
export async function storedWithAccount(
  ports: AccountPorts,
  { workspaceId, serverId, server: { connectionId } }: PutServer,
): Promise<StoredServer | undefined> {
  const stored = await provedServer(ports.serverRecords, ports.vault, { workspaceId, serverId });
  if (!stored) return undefined;
  const registration = stored.registration ?? knownServer(ports, serverId)?.registration;
  const provider = registration?.provider ?? remoteProviderId(serverId);
  await refuseFaults(await accountFaults(ports, workspaceId, provider, connectionId));
  return { ...stored, connectionId };
}
