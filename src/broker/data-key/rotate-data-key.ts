/**
 * Rotation of the environment's data key: a new key becomes current, everything that older keys sealed is resealed,
 * and an older key is deleted when no envelope can name it any more.
 */
import type { Begun, RotationRequest, SweepCursor, SweepReport } from '../../contract/rotation.ts';
import { type KeyWrapper, vaultContext } from '../../vault/key-wrapper.ts';
import type { Vault } from '../../vault/vault.ts';
import { publishEvent } from '../activity/publish-event.ts';
import { LIMITS } from '../limits.ts';
import { newId } from '../new-id.ts';
import type { Deadline, Ports } from '../ports.ts';
import type { DataKeyStore, ItemPosition } from '../stores.ts';
import { type RowPorts, sweepRow } from './reseal-row.ts';
import type { SealedRows } from './sealed-rows.ts';

/** The ports of the rotation. */
export interface RotationPorts extends Pick<Ports, 'clock' | 'random' | 'log' | 'events'> {
  environment: string;
  dataKeys: DataKeyStore;
  rows: SealedRows;
  wrapper: KeyWrapper;
  /** Makes a vault without cached keys: an earlier vault may take an older key for the current one. */
  openVault: () => Vault;
  /** Whether no tokens wait in the rotation escrow, under any key. */
  isEscrowEmpty: () => Promise<boolean>;
}

/**
 * Makes a new key current, unless the newest is younger than {@link LIMITS.retiredKeyWait}: a repeated `begin` makes no
 * second key.
 */
export async function beginRotation(ports: RotationPorts): Promise<Begun> {
  const { clock, dataKeys, wrapper, environment } = ports;
  const newest = await dataKeys.newest();
  if (!newest) throw new Error('there is no data key yet');
  if (clock.now() - newest.createdAt < LIMITS.retiredKeyWait)
    return { version: newest.version, isNew: false };
  const { plaintext, wrapped } = await wrapper.generate(vaultContext(environment));
  plaintext.fill(0);
  const version = newest.version + 1;
  const isNew = await dataKeys.change(
    { version },
    {
      expect: { version: { absent: true } },
      set: { version, wrapped, state: 'current', createdAt: clock.now() },
      writeId: newId(ports),
    },
  );
  if (isNew) await publishRotated(ports, version);
  return { version, isNew };
}

async function publishRotated(ports: RotationPorts, keyVersion: number): Promise<void> {
  const at = ports.clock.now();
  ports.log.info('data_key_made', { keyVersion });
  await publishEvent(ports, { id: ports.random.uuidV7(at), at, type: 'data_key_rotated', keyVersion });
}

type Sweep = Extract<RotationRequest, { cursor?: unknown }>;

/** Runs one invocation's part of a sweep over the whole table, and reports counts, and a cursor if rows are left. */
export async function sweep(
  ports: RotationPorts,
  { kind, cursor }: Sweep,
  deadline: Deadline,
): Promise<SweepReport> {
  const { version, createdAt } = await currentKey(ports);
  const begun = cursor ?? { startedAt: ports.clock.now(), version, seen: 0, old: 0, unopened: 0 };
  const refused = kind === 'retire' ? await refusal(ports, cursor, { version, createdAt }) : undefined;
  if (refused) return { ...counts(begun), retired: { refused } };
  const vault = ports.openVault();
  const row: RowPorts = { ...ports, vault, seal: await vault.sealer(), version, writes: kind !== 'check' };
  let { seen, old, unopened } = begun;
  let after: ItemPosition | undefined = cursor?.after;
  do {
    const page = await ports.rows.page(after);
    unopened += page.unknown;
    for (let at = 0; at < page.rows.length; at += LIMITS.sweepConcurrency) {
      const some = page.rows.slice(at, at + LIMITS.sweepConcurrency);
      for (const counted of await Promise.all(some.map((one) => sweepRow(row, one)))) {
        seen += counted.seen;
        old += counted.old;
        unopened += counted.unopened;
      }
    }
    after = page.next;
  } while (after && ports.clock.now() + LIMITS.sweepReserve < deadline);
  const report = { version: begun.version, seen, old, unopened };
  if (after) return { ...report, cursor: { ...begun, seen, old, unopened, after } };
  return kind === 'retire' ? { ...report, retired: await retire(ports, report) } : report;
}

function counts({ version, seen, old, unopened }: Omit<SweepCursor, 'after' | 'startedAt'>): SweepReport {
  return { version, seen, old, unopened };
}

async function currentKey({ dataKeys }: RotationPorts): Promise<{ version: number; createdAt: number }> {
  const newest = await dataKeys.newest();
  if (!newest) throw new Error('there is no data key yet');
  return newest;
}

/**
 * Why keys may not be retired now. When a sweep begins, no process may still seal under an older key. The escrow is
 * read before the table: a copy that left it is in the table by then, where the sweep finds it.
 */
async function refusal(
  { isEscrowEmpty, clock }: RotationPorts,
  cursor: SweepCursor | undefined,
  { version, createdAt }: { version: number; createdAt: number },
) {
  if (cursor && cursor.version !== version) return 'key_changed' as const;
  const startedAt = cursor?.startedAt ?? clock.now();
  if (startedAt - createdAt < LIMITS.retiredKeyWait) return 'too_early' as const;
  return !cursor && !(await isEscrowEmpty()) ? ('escrow_not_empty' as const) : undefined;
}

/** Deletes all older keys. One envelope that did not open keeps all of them, since one of them may still open it. */
async function retire(
  { dataKeys, log }: RotationPorts,
  { version, old, unopened }: SweepReport,
): Promise<NonNullable<SweepReport['retired']>> {
  if (old + unopened > 0) return { refused: 'in_use' };
  const keys: number[] = [];
  for (let older = 1; older < version; older++) {
    const record = await dataKeys.read({ version: older });
    if (!record) continue;
    await dataKeys.delete({ version: older }, { createdAt: { is: record.createdAt } });
    log.info('data_key_removed', { keyVersion: older });
    keys.push(older);
  }
  return { keys };
}
