import { CONNECTION_ID, is } from '../../contract/identifiers.ts';
import type { StoredServer } from '../ports.ts';
import { registrationInRow } from '../rows/registration-in-row.ts';
import { remoteServerInRow } from '../rows/remote-server-in-row.ts';
import type { PublicServer } from '../stores.ts';
import { ofThisRelease } from './own-servers.ts';

/** A row is input: a registration that no release wrote is left out. */
export function storedServer(
  id: string,
  { registration, url, remote, connectionId }: PublicServer,
): StoredServer {
  const parsed = registrationInRow(registration);
  return {
    registration: parsed?.id === id ? ofThisRelease(parsed) : undefined,
    url,
    remote: remoteServerInRow(remote),
    connectionId: is(CONNECTION_ID, connectionId) ? connectionId : undefined,
  };
}
