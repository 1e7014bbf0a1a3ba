/** What a workspace has stored of a remote server, proved. */
import type { RemoteServer } from '../../contract/servers/remote-server.ts';
import { serverDestination } from '../destination.ts';
import type { Ports } from '../ports.ts';
import type { ServerRecord } from '../records.ts';
import { remoteServerInRow } from '../rows/remote-server-in-row.ts';
import { serverPlace } from '../sealed-places.ts';

/** A proved record of a remote server. */
export interface RemoteRecord {
  record: ServerRecord;
  server: RemoteServer;
}

/** The id of the server of a provider `remote~name`: its name. */
export function serverIdOf(provider: string): string {
  return provider.slice('remote~'.length);
}

/** The provider of a remote server's connections. */
export function remoteProviderId(serverId: string): string {
  return `remote~${serverId}`;
}

/** Undefined: the workspace has no such remote server. Throws VaultError for a row that nobody with a key wrote so. */
export async function remoteRecord(
  { serverRecords, vault }: Pick<Ports, 'serverRecords' | 'vault'>,
  { workspaceId, provider }: { workspaceId: string; provider: string },
): Promise<RemoteRecord | undefined> {
  const key = { workspaceId, serverId: serverIdOf(provider) };
  const record = await serverRecords.read(key);
  const server = remoteServerInRow(record?.remote);
  if (!record || !server) return undefined;
  await vault.open(serverPlace(key, serverDestination(record)), record.seal);
  return { record, server };
}
