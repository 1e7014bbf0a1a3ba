import type { Secret } from '../../vault/secret.ts';
import { VaultError } from '../../vault/vault-error.ts';
import { destinationOf } from '../destination.ts';
import type { EscrowedTokens, Ports } from '../ports.ts';
import type { Connection } from '../records.ts';
import { tokenPlace } from '../sealed-places.ts';
import type { ConnectionKey } from '../stores.ts';

type OpenPorts = Pick<Ports, 'vault'>;

/**
 * Opens both tokens of a connection's current generation, which proves what the row says of their destination. Throws
 * VaultError.
 */
export async function openTokens(
  ports: OpenPorts,
  key: ConnectionKey,
  record: Connection,
): Promise<{ access?: Secret; refresh?: Secret }> {
  return {
    access: await openToken(ports, key, record, 'sealedAccess'),
    refresh: await openToken(ports, key, record, 'sealedRefresh'),
  };
}

/** Opens one token, with the destination recomputed from the row. Undefined: there is none. Throws VaultError. */
export async function openToken(
  { vault }: OpenPorts,
  key: ConnectionKey,
  record: Connection,
  field: 'sealedAccess' | 'sealedRefresh',
): Promise<Secret | undefined> {
  const sealed = record[field];
  const { generation } = record;
  return (
    sealed && vault.open(tokenPlace(key, field, { generation, destination: destinationOf(record) }), sealed)
  );
}

/**
 * A live connection whose row is proved by its tokens. Undefined: there is none, or its row says what nobody with a key
 * stored, so that nothing of it may be believed. Throws VaultError where the key cannot be had.
 */
export async function provedConnection(
  ports: OpenPorts,
  key: ConnectionKey,
  record: Connection | undefined,
): Promise<Connection | undefined> {
  if (!record || record.status === 'disconnected') return undefined;
  try {
    const { access, refresh } = await openTokens(ports, key, record);
    return (access ?? refresh) && record;
  } catch (error) {
    if (error instanceof VaultError && error.code === 'does_not_open') return undefined;
    throw error;
  }
}

/** Opens the tokens of a copy in the escrow that was proved. Throws VaultError. */
export async function openCopy(
  { vault }: OpenPorts,
  { key, generation, set }: EscrowedTokens,
): Promise<{ access?: Secret; refresh?: Secret }> {
  const place = { generation: generation + 1, destination: set.destination ?? new Uint8Array() };
  const open = (field: 'sealedAccess' | 'sealedRefresh') => {
    const sealed = set[field];
    return sealed && vault.open(tokenPlace(key, field, place), sealed);
  };
  return { access: await open('sealedAccess'), refresh: await open('sealedRefresh') };
}
