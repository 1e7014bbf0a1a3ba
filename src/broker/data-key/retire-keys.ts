/** The end of a rotation: the older data keys go. */
import type { SweepReport } from '../../contract/rotation.ts';
import { newId } from '../new-id.ts';
import type { DataKeyRecord, Restoring } from '../records.ts';
import type { RowCounts } from './reseal-row.ts';
import type { RotationPorts } from './rotation-ports.ts';

interface SweptTable {
  /** Of the current key. */
  version: number;
  found: RowCounts;
  /** The mark of the last restore, as it was when the sweep began. */
  restored: Restoring | undefined;
}

/**
 * Deletes all older keys after a sweep that found none of their envelopes. One envelope that did not open keeps all of them,
 * since one of them may still open it. A key comes back at once if a restore began meanwhile: either this sees the mark of
 * the restore, or the restore sees that the key is gone, and brings it back.
 */
export async function retireKeys(
  ports: RotationPorts,
  { version, found, restored }: SweptTable,
): Promise<NonNullable<SweepReport['retired']>> {
  if (found.old + found.unopened > 0) return { refused: 'in_use' };
  const { dataKeys, log } = ports;
  const keys: number[] = [];
  for (let older = 1; older < version; older++) {
    const record = await dataKeys.read({ version: older });
    if (!record) continue;
    if (await isRestoredSince(ports, restored)) return { refused: 'restored' };
    if (!(await removeForGood(ports, { record, restored }))) return { refused: 'restored' };
    log.info('data_key_removed', { keyVersion: older });
    keys.push(older);
  }
  return { keys };
}

/**
 * Whether the key is gone. It is put back if a restore began meanwhile, and also if the deletion or the second look fails: the
 * deletion may have happened, and what a restore saw is then unknown. Throws what failed.
 */
async function removeForGood(
  ports: RotationPorts,
  { record, restored }: { record: DataKeyRecord; restored: Restoring | undefined },
): Promise<boolean> {
  const { version, createdAt } = record;
  let isGone = false;
  try {
    await ports.dataKeys.delete({ version }, { createdAt: { is: createdAt } });
    isGone = !(await isRestoredSince(ports, restored));
  } finally {
    if (!isGone) await putBack(ports, record);
  }
  return isGone;
}

async function isRestoredSince(
  { restoring }: RotationPorts,
  before: Restoring | undefined,
): Promise<boolean> {
  return (await restoring.read({}))?.id !== before?.id;
}

function putBack(ports: RotationPorts, record: DataKeyRecord): Promise<boolean> {
  const { version } = record;
  const expect = { version: { absent: true } } as const;
  return ports.dataKeys.change({ version }, { expect, set: { ...record }, writeId: newId(ports) });
}
