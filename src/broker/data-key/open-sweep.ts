/** Where a sweep under the current data key stands, and what it seals and opens with. */
import type { SweepKind } from '../../contract/table.ts';
import type { Seal, Vault } from '../../vault/vault.ts';
import { LIMITS } from '../limits.ts';
import type { DataKeyRecord, Restoring } from '../records.ts';
import type { Cursors } from '../sweep/run-sweep.ts';
import { currentKey } from './current-key.ts';
import { NOTHING, type RowCounts } from './reseal-row.ts';
import type { RotationPorts } from './rotation-ports.ts';
import { sealedCursors } from './sealed-cursors.ts';

interface OpenSweep {
  key: DataKeyRecord;
  /** The mark of the last restore. */
  restored: Restoring | undefined;
  vault: Vault;
  seal: Seal;
  segments: number;
  cursors: Cursors<RowCounts>;
}

/** Opens the sweep of a kind, also one that an earlier process began. Throws if the environment has no data key. */
export async function openSweep(ports: RotationPorts, kind: SweepKind): Promise<OpenSweep> {
  // Read before the rows: of what comes back later, either the mark tells or the sweep finds it.
  const restored = await ports.restoring.read({});
  const key = await currentKey(ports);
  const [vault, segments] = [ports.openVault(), LIMITS.sweepSegments];
  const seal = await vault.sealer();
  const identity = { kind, version: key.version, segments, restoreId: restored?.id };
  const cursors = sealedCursors({ ...ports, vault, seal }, identity, NOTHING);
  return { key, restored, vault, seal, segments, cursors };
}
