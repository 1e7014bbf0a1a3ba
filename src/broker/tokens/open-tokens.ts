import type { Secret } from '../../vault/secret.ts';
import type { Ports } from '../ports.ts';
import type { Connection } from '../records.ts';
import { tokenPlace } from '../sealed-places.ts';
import type { ConnectionKey } from '../stores.ts';

/** Opens both tokens of a connection's current generation. Throws VaultError. */
export async function openTokens(
  { vault }: Pick<Ports, 'vault'>,
  key: ConnectionKey,
  { sealedAccess, sealedRefresh, generation }: Connection,
): Promise<{ access?: Secret; refresh?: Secret }> {
  const open = (field: 'sealedAccess' | 'sealedRefresh', sealed: Uint8Array | undefined) =>
    sealed && vault.open(tokenPlace(key, field, generation), sealed);
  return {
    access: await open('sealedAccess', sealedAccess),
    refresh: await open('sealedRefresh', sealedRefresh),
  };
}
