/** What a workspace stored for a server, as a PUT leaves it: sealed for what its row says. */
import { serverDestination } from '../../src/broker/destination.ts';
import type { ServerRecord } from '../../src/broker/records.ts';
import { serverPlace } from '../../src/broker/sealed-places.ts';
import type { ServerKey } from '../../src/broker/stores.ts';
import { Secret } from '../../src/vault/secret.ts';
import type { Seal } from '../../src/vault/vault.ts';

export function sealedServer(
  seal: Seal,
  key: ServerKey,
  stored: Pick<ServerRecord, 'registration' | 'url' | 'connectionId'>,
): ServerRecord {
  const bound = { uid: `of-${key.serverId}`, ...stored };
  const destination = serverDestination(bound);
  const sealed = seal(serverPlace(key, destination), new Secret(''));
  return { ...bound, destination, seal: sealed, createdAt: 1_700_000_000_000 };
}
