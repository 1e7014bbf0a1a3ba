/** The path and the JSON document of a copy of sealed tokens in the escrow. No secret is in clear. Pure. */

import type { EscrowEntry, EscrowedTokens, EscrowName } from '../broker/ports.ts';
import type { ConnectionKey } from '../broker/stores.ts';
import { CONNECTION_ID, is, STORED_WORKSPACE } from '../contract/identifiers.ts';

/** The prefix of the paths of all copies of a connection. Identifiers contain no `/`, so no other connection has it. */
export function escrowPrefix({ workspaceId, connectionId }: ConnectionKey): string {
  return `${workspaceId}/${connectionId}/`;
}

/** The path of one copy. */
export function escrowPath({ key, epoch, generation, attempt }: EscrowName): string {
  return `${escrowPrefix(key)}${epoch}/${generation}/${attempt}`;
}

/** The document of a copy, for {@link decodeEscrowed}. */
export function encodeEscrowed(copy: EscrowedTokens): string {
  // In a change `undefined` removes an attribute. JSON has no `undefined`, so `null` is written; no attribute has that value.
  return JSON.stringify({ format: 2, ...copy }, (_name, value: unknown) =>
    value === undefined
      ? null
      : isBytes(value)
        ? { base64: Buffer.from(bytesOf(value)).toString('base64') }
        : value,
  );
}

/** The entry of a text under a path. Its copy is undefined for what {@link encodeEscrowed} did not write for this path. */
export function entryOf(path: string, storedAt: number, text: string): EscrowEntry {
  try {
    return { path, storedAt, copy: decodeEscrowed(path, text) };
  } catch {
    return { path, storedAt, copy: undefined };
  }
}

function decodeEscrowed(path: string, text: string): EscrowedTokens {
  const { format, key, epoch, generation, attempt, minted, set, proof, revokeOnly } = JSON.parse(text);
  const isWellNamed = is(STORED_WORKSPACE, key?.workspaceId) && is(CONNECTION_ID, key?.connectionId);
  const name = {
    key: { workspaceId: key?.workspaceId, connectionId: key?.connectionId },
    epoch,
    generation,
    attempt,
  };
  const areNumbers = Number.isSafeInteger(epoch) && Number.isSafeInteger(generation);
  if (revokeOnly !== undefined && revokeOnly !== true) throw new TypeError('not a mark of a copy');
  if (format !== 2 || !isWellNamed || !areNumbers || typeof attempt !== 'string' || escrowPath(name) !== path)
    throw new TypeError('not a copy of the escrow');
  return {
    ...name,
    minted: revived(minted) as EscrowedTokens['minted'],
    set: revived(set),
    ...(revokeOnly && { revokeOnly }),
    ...(revived({ proof }) as Pick<EscrowedTokens, 'proof'>),
  };
}

/** JSON.stringify calls `Buffer.toJSON` before the replacer, so a Buffer arrives as `{ type: 'Buffer', data }`. */
function isBytes(value: unknown): boolean {
  return value instanceof Uint8Array || (value as { type?: unknown } | null)?.type === 'Buffer';
}

function bytesOf(value: unknown): Uint8Array {
  return value instanceof Uint8Array ? value : Uint8Array.from((value as { data: number[] }).data);
}

function revived(attributes: Record<string, unknown>): EscrowedTokens['set'] {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [
      name,
      value === null
        ? undefined
        : isBase64(value)
          ? new Uint8Array(Buffer.from(value.base64, 'base64'))
          : value,
    ]),
  );
}

function isBase64(value: unknown): value is { base64: string } {
  return typeof value === 'object' && value !== null && 'base64' in value;
}
