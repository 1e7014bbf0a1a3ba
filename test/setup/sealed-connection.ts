/** A connection as a consent or a refresh leaves it: tokens sealed for what its row says of their destination. */
import { destinationOf } from '../../src/broker/destination.ts';
import type { Connection } from '../../src/broker/records.ts';
import { tokenPlace } from '../../src/broker/sealed-places.ts';
import type { ConnectionKey } from '../../src/broker/stores.ts';
import { Secret } from '../../src/vault/secret.ts';
import type { Seal } from '../../src/vault/vault.ts';

export function sealedConnection(
  seal: Seal,
  key: ConnectionKey,
  record: Connection,
  tokens: { access: string; refresh?: string },
): Connection {
  const { generation } = record;
  const sealedRefresh = tokens.refresh === undefined ? undefined : new Uint8Array();
  const destination = destinationOf({ ...record, ...(sealedRefresh && { sealedRefresh }) });
  const place = { generation, destination };
  return {
    ...record,
    destination,
    sealedAccess: seal(tokenPlace(key, 'sealedAccess', place), new Secret(tokens.access)),
    ...(tokens.refresh !== undefined && {
      sealedRefresh: seal(tokenPlace(key, 'sealedRefresh', place), new Secret(tokens.refresh)),
    }),
  };
}
