/** The path and the JSON document of a copy of sealed tokens in the escrow. No secret is in clear. Pure. */

import { errorName } from '../broker/error-name.ts';
import type { EscrowedTokens, EscrowName, Log } from '../broker/ports.ts';
import type { ConnectionKey } from '../broker/stores.ts';
import { ConnectionId, WorkspaceId } from '../contract/identifiers.ts';

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
  return JSON.stringify({ format: 1, ...copy }, (_name, value: unknown) =>
    value === undefined
      ? null
      : isBytes(value)
        ? { base64: Buffer.from(bytesOf(value)).toString('base64') }
        : value,
  );
}

/** The copy of a document. Throws unless {@link encodeEscrowed} wrote the document for this path. */
export function decodeEscrowed(path: string, text: string): EscrowedTokens {
  const { format, key, epoch, generation, attempt, minted, set } = JSON.parse(text);
  const copy = { key, epoch, generation, attempt, minted, set: revived(set) } as EscrowedTokens;
  const isWellNamed =
    WorkspaceId.safeParse(key?.workspaceId).success && ConnectionId.safeParse(key?.connectionId).success;
  if (format !== 1 || !isWellNamed || escrowPath(copy) !== path)
    throw new TypeError('the object is not a copy of the escrow');
  return { ...copy, minted: revived(minted) as EscrowedTokens['minted'] };
}

/**
 * The readable copies of a list. A damaged copy stays in the escrow and is logged at every tick, until an operator
 * removes it.
 */
export function readable(
  copies: PromiseSettledResult<EscrowedTokens>[],
  log?: Pick<Log, 'error'>,
): EscrowedTokens[] {
  return copies.flatMap((copy) => {
    if (copy.status === 'fulfilled') return [copy.value];
    log?.error('escrow_damaged', { error: errorName(copy.reason) });
    return [];
  });
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
