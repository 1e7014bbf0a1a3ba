/**
 * Cursors of the lists that come in pages: a position, authenticated and bound to its route, its workspace, its filter and,
 * where the list shows each person something else, its person. A cursor that was made for anything else, or by anybody else,
 * is refused (docs/decisions/0017). A handler knows positions alone; the router makes cursors of positions and opens cursors.
 */
import { canonicalJson } from '../broker/canonical-json.ts';
import { Problem } from '../broker/errors.ts';
import { LIMITS } from '../broker/limits.ts';
import type { Person } from '../broker/person.ts';
import type { Ports } from '../broker/ports.ts';
import { isMacOf, MAC_LENGTH, macOf } from '../vault/mac.ts';

/** The ports of cursors. */
export type CursorPorts = Pick<Ports, 'cursorKeys' | 'clock'>;

/** What a cursor is bound to. */
export interface CursorScope {
  /** The `operationId` of the list's route. */
  route: string;
  workspaceId: string;
  /** What selects the items: every parameter of the query but `cursor` and `limit`. */
  filter: Readonly<Record<string, unknown>>;
  /** For whom the cursor is, if the list shows each person something else. */
  reader?: Person;
}

const EPOCH_LENGTH = 4;
const HEAD_LENGTH = EPOCH_LENGTH + MAC_LENGTH;

/**
 * The cursor of the page after a position: base64url of the key's epoch, the MAC and the position. Throws RangeError for a
 * position of more than {@link LIMITS.cursorPosition} bytes.
 */
export async function cursorAfter(
  { cursorKeys, clock }: CursorPorts,
  scope: CursorScope,
  position: string,
): Promise<string> {
  if (Buffer.byteLength(position) > LIMITS.cursorPosition) throw new RangeError('the position is too long');
  const epoch = epochOf(clock.now());
  const mac = macOf(await cursorKeys.of(epoch), boundParts(epoch, scope, position));
  return Buffer.concat([bytesOf(epoch), mac, Buffer.from(position)]).toString('base64url');
}

/**
 * The position in a cursor. Throws Problem `invalid_request` for a text that {@link cursorAfter} did not make for this scope,
 * or made before yesterday.
 */
export async function positionIn(
  { cursorKeys, clock }: CursorPorts,
  scope: CursorScope,
  cursor: string,
): Promise<string> {
  const bytes = Buffer.from(cursor, 'base64url');
  // The decoder also takes padding, other alphabets and left-over bits: one cursor has one text.
  const isWhole = bytes.length > HEAD_LENGTH && bytes.toString('base64url') === cursor;
  if (!isWhole) throw new Problem('invalid_request');
  const epoch = bytes.readUInt32BE();
  // The clock of the process that made the cursor may be ahead.
  if (Math.abs(epochOf(clock.now()) - epoch) > 1) throw new Problem('invalid_request');
  const position = bytes.subarray(HEAD_LENGTH).toString();
  const mac = bytes.subarray(EPOCH_LENGTH, HEAD_LENGTH);
  if (!isMacOf(mac, await cursorKeys.of(epoch), boundParts(epoch, scope, position)))
    throw new Problem('invalid_request');
  return position;
}

function epochOf(now: number): number {
  return Math.floor(now / LIMITS.cursorKeyEpoch);
}

function bytesOf(epoch: number): Uint8Array {
  const bytes = Buffer.alloc(EPOCH_LENGTH);
  bytes.writeUInt32BE(epoch);
  return bytes;
}

function boundParts(epoch: number, { route, workspaceId, filter, reader }: CursorScope, position: string) {
  const parts = ['connections/cursor/1', bytesOf(epoch), route, workspaceId, canonicalJson(filter), position];
  return reader ? [...parts, reader.issuer, reader.subject] : parts;
}
