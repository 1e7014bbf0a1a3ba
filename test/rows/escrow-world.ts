/** A refresh whose tokens the table did not take: the row, the copy in the escrow, and what comes after them. */
import { encodeEscrowed, entryOf, escrowPath } from '../../src/aws/escrow-document.ts';
import { endConnection } from '../../src/broker/disconnect/end-connection.ts';
import type { EscrowEntry, EscrowName } from '../../src/broker/ports.ts';
import { refreshConnection } from '../../src/broker/refresh/refresh-connection.ts';
import type { ConnectionKey } from '../../src/broker/stores.ts';
import { reconcileEscrow } from '../../src/broker/tokens/reconcile-escrow.ts';
import { revokeCopies, settleEscrow } from '../../src/broker/tokens/rotation-escrow.ts';
import type { AnsweringProvider } from './answering-provider.ts';
import { prepareWorld } from './prepare-world.ts';
import type { Row } from './row.ts';
import type { Scenario } from './scenarios.ts';
import { openStage, type Stage } from './stage.ts';

const MINUTE = 60_000;

/** The JSON document of a copy. */
export type Document = EscrowName & Record<string, unknown>;

export interface EscrowWorld {
  key: ConnectionKey;
  copy: Document;
  /** Copies of other connections, one of another workspace. */
  others: Document[];
  /** The rows when the copy waits, when it was settled, after a further refresh, and after a disconnect. */
  moments: { waiting: Row[]; settled: Row[]; refreshed: Row[]; disconnected: Row[] };
  provider: AnsweringProvider;
  now: number;
}

export async function escrowWorld(scenario: Scenario): Promise<EscrowWorld> {
  const { rows, provider, now } = await prepareWorld(scenario);
  const stage = await openStage({ fetch: provider.fetch, rows, startsAt: now });
  stage.advance(MINUTE);
  const [first = '', ...rest] = ['acme', 'acme second', 'globex'];
  const key = await refreshIntoEscrow(stage, keyNamed(scenario, first));
  for (const name of rest) await refreshIntoEscrow(stage, keyNamed(scenario, name));
  const [copy, ...others] = [...stage.escrow.values()].map(documentOf);
  if (!copy || others.length !== rest.length) throw new Error('a copy is missing');
  stage.escrow.clear();
  stage.advance(MINUTE);
  const waiting = structuredClone(await stage.rows());
  put(stage, entryAt(copy, stage.now()));
  if ((await settleEscrow(stage.ports, key)) !== 'stored') throw new Error('the copy was not stored');
  const settled = structuredClone(await stage.rows());
  stage.advance(MINUTE);
  await refreshConnection(stage.ports, { key, deadline: stage.now() + MINUTE });
  const refreshed = structuredClone(await stage.rows());
  await endConnection(stage.ports, { key, actor: 'ada' });
  const disconnected = structuredClone(await stage.rows());
  const moments = { waiting, settled, refreshed, disconnected };
  return { key, copy, others, moments, provider, now: stage.now() };
}

function keyNamed({ provider }: Scenario, name: string): ConnectionKey {
  const [workspaceId = '', label] = name.split(' ');
  return { workspaceId, connectionId: label ? `${provider}~${label}` : provider };
}

/** The table takes the claim, and fails when the tokens come. */
async function refreshIntoEscrow({ ports, now }: Stage, key: ConnectionKey): Promise<ConnectionKey> {
  const connections: typeof ports.connections = {
    ...ports.connections,
    change: async (which, change) => {
      if (change.set.sealedAccess) throw new Error('the table does not answer');
      return ports.connections.change(which, change);
    },
  };
  await refreshConnection({ ...ports, connections }, { key, deadline: now() + MINUTE });
  return key;
}

function documentOf({ copy }: EscrowEntry): Document {
  if (!copy) throw new Error('it is no copy');
  return JSON.parse(encodeEscrowed(copy));
}

/** The entry of a document under a path; under the path of its own name where none is given. */
export function entryAt(document: Document, storedAt: number, path = pathOf(document)): EscrowEntry {
  return entryOf(path, storedAt, JSON.stringify(document));
}

/** The path that a document's own name gives. */
export function pathOf({ key, epoch, generation, attempt }: Document): string {
  return escrowPath({ key: key ?? { workspaceId: '', connectionId: '' }, epoch, generation, attempt });
}

function put({ escrow }: Stage, entry: EscrowEntry): void {
  escrow.set(entry.path, entry);
}

/** Everything that settles copies meets this entry. Returns what is different afterwards. */
export async function settleAll(
  world: EscrowWorld,
  moment: keyof EscrowWorld['moments'],
  entry: EscrowEntry,
): Promise<{ faults: string[]; remains: boolean }> {
  const provider = world.provider.copy();
  const rows = world.moments[moment];
  const stage = await openStage({ fetch: provider.fetch, rows, startsAt: world.now });
  put(stage, entry);
  const faults: string[] = [];
  const settling = [
    () => reconcileEscrow(stage.ports, stage.now() + MINUTE),
    () => settleEscrow(stage.ports, world.key),
    () => revokeCopies(stage.ports, world.key),
  ];
  for (const settle of settling)
    await settle().catch((error) => faults.push(`threw ${error instanceof Error ? error.stack : error}`));
  faults.push(...provider.asked.map(({ host, path }) => `asked ${host}${path}`));
  faults.push(...differences(rows, await stage.rows()));
  return { faults, remains: stage.escrow.size > 0 };
}

function differences(before: readonly Row[], after: readonly Row[]): string[] {
  const lines = (rows: readonly Row[]) => rows.map(lineOf).sort();
  const known = new Set(lines(before));
  const changed = lines(after).filter((line) => !known.has(line));
  return before.length === after.length ? changed : [`${after.length} rows`, ...changed];
}

/** Every byte of a row, in a text. */
function lineOf({ kind, key, record }: Row): string {
  const members = Object.entries(record).sort(([one], [other]) => (one < other ? -1 : 1));
  return JSON.stringify([kind, key, members], (_name, value) =>
    value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value,
  );
}
