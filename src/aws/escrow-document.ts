/** How a copy of sealed tokens is named and written in the escrow: JSON without any secret in clear. Pure. */

import { errorName } from '../broker/error-name.ts';
import type { EscrowedTokens, EscrowName, Log } from '../broker/ports.ts';
import type { ConnectionKey } from '../broker/stores.ts';
import { ConnectionId, WorkspaceId } from '../contract/identifiers.ts';

/** Every copy of a connection begins with it. Identifiers hold no `/`. */
export function escrowPrefix({ workspaceId, connectionId }: ConnectionKey): string {
  return `${workspaceId}/${connectionId}/`;
}

export function escrowPath({ key, epoch, generation, attempt }: EscrowName): string {
  return `${escrowPrefix(key)}${epoch}/${generation}/${attempt}`;
}

export function encodeEscrowed(copy: EscrowedTokens): string {
  // `undefined` removes an attribute, and JSON has no word for it; `null` is no value of any attribute.
  return JSON.stringify({ format: 1, ...copy }, (_name, value: unknown) =>
    value === undefined
      ? null
      : isBytes(value)
        ? { base64: Buffer.from(bytesOf(value)).toString('base64') }
        : value,
  );
}

/** Throws for what was not written by {@link encodeEscrowed} for this path. */
export function decodeEscrowed(path: string, text: string): EscrowedTokens {
  const { format, key, epoch, generation, attempt, minted, set } = JSON.parse(text);
  const copy = { key, epoch, generation, attempt, minted, set: revived(set) } as EscrowedTokens;
  const isWellNamed =
    WorkspaceId.safeParse(key?.workspaceId).success && ConnectionId.safeParse(key?.connectionId).success;
  if (format !== 1 || !isWellNamed || escrowPath(copy) !== path)
    throw new TypeError('not a copy of the escrow');
  return { ...copy, minted: revived(minted) as EscrowedTokens['minted'] };
}

/** One damaged copy hides no other. It stays, and is told at every tick until somebody looks. */
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

/** A Buffer is JSON already when the replacer sees it. */
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
