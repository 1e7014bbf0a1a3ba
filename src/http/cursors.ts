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
import { contentOfMacText, type MacTextRules, macText } from '../vault/mac-text.ts';

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

/**
 * The cursor of the page after a position. Throws RangeError for a position of more than {@link LIMITS.cursorPosition} bytes.
 */
export async function cursorAfter(ports: CursorPorts, scope: CursorScope, position: string): Promise<string> {
  if (Buffer.byteLength(position) > LIMITS.cursorPosition) throw new RangeError('the position is too long');
  const epoch = epochOf(ports.clock.now());
  return macText(rulesOf(ports, scope), { epoch, content: position });
}

/**
 * The position in a cursor. Throws Problem `invalid_request` for a text that {@link cursorAfter} did not make for this scope,
 * or made before yesterday.
 */
export async function positionIn(ports: CursorPorts, scope: CursorScope, cursor: string): Promise<string> {
  // The clock of the process that made the cursor may be ahead.
  const isAccepted = (epoch: number) => Math.abs(epochOf(ports.clock.now()) - epoch) <= 1;
  const position = await contentOfMacText(rulesOf(ports, scope), cursor, isAccepted);
  if (position === undefined) throw new Problem('invalid_request');
  return position;
}

function epochOf(now: number): number {
  return Math.floor(now / LIMITS.cursorKeyEpoch);
}

function rulesOf(
  { cursorKeys }: CursorPorts,
  { route, workspaceId, filter, reader }: CursorScope,
): MacTextRules {
  const person = reader ? [reader.issuer, reader.subject] : [];
  const bound = [route, workspaceId, canonicalJson(filter)];
  return {
    keyOf: (epoch) => cursorKeys.of(epoch),
    parts: (epoch, position) => ['connections/cursor/1', epoch, ...bound, position, ...person],
  };
}
