/**
 * The cursors of a rotation's sweep, sealed under the current data key. They stand in the table that they are about, and what
 * stands there is input: a cursor is followed if this environment sealed it for the same sweep within a day, and is otherwise
 * none. Whoever writes the table can so make a sweep begin again, and never skip a row.
 */
import type { SweepKind } from '../../contract/table.ts';
import { Secret } from '../../vault/secret.ts';
import type { Seal, Vault } from '../../vault/vault.ts';
import { VaultError } from '../../vault/vault-error.ts';
import { LIMITS } from '../limits.ts';
import { newId } from '../new-id.ts';
import { partsHash } from '../parts-hash.ts';
import { cursorPlace } from '../sealed-places.ts';
import type { Cursors } from '../sweep/run-sweep.ts';
import { type Counts, parseCursor } from '../sweep/segment-cursor.ts';
import type { RotationPorts } from './rotation-ports.ts';

/** What makes two sweeps the same. */
export interface SweepIdentity {
  kind: SweepKind;
  /** Of the current data key. */
  version: number;
  segments: number;
  /** Of the mark of the last restore: rows that came back behind a cursor may lie under an older key. */
  restoreId: string | undefined;
}

interface SealedCursorPorts extends Pick<RotationPorts, 'sweepCursors' | 'clock' | 'random'> {
  vault: Pick<Vault, 'open'>;
  seal: Seal;
}

/** The cursors of one sweep. The sweep counts under the names in `nothing`. */
export function sealedCursors<C extends Counts>(
  ports: SealedCursorPorts,
  { kind, version, segments, restoreId = '' }: SweepIdentity,
  nothing: C,
): Cursors<C> {
  const { sweepCursors, vault, seal, clock } = ports;
  const identity = partsHash(['sweep', kind, String(version), String(segments), restoreId]);
  const place = (segment: number) => cursorPlace({ kind, segment }, Buffer.from(identity, 'base64url'));
  return {
    async read(segment) {
      const stored = await sweepCursors.read({ kind, segment });
      const text = stored && (await opened(vault, place(segment), stored.cursor));
      return text === undefined ? undefined : parseCursor(text, { nothing, now: clock.now() });
    },
    async save(segment, cursor) {
      const sealed = seal(place(segment), new Secret(JSON.stringify(cursor)));
      const forgetAt = cursor.startedAt + LIMITS.sweepAge;
      const write = { expect: {}, set: { cursor: sealed }, writeId: newId(ports), forgetAt };
      await sweepCursors.change({ kind, segment }, write);
    },
    forget: async (segment) => void (await sweepCursors.delete({ kind, segment }, {})),
  };
}

/** Undefined: it is an envelope of another sweep or of another key, or none at all. */
async function opened(
  vault: Pick<Vault, 'open'>,
  place: Parameters<Vault['open']>[0],
  envelope: Uint8Array,
): Promise<string | undefined> {
  try {
    return (await vault.open(place, envelope)).reveal();
  } catch (error) {
    if (error instanceof VaultError) return undefined;
    throw error;
  }
}
