/** A table of sealed connections with pages of two items, for what happens between pages and between processes. */
import { expect } from 'vitest';
import { TABLE_NAME } from '../../local/ports.ts';
import { lostAndRestored } from '../../src/aws/sweeps/lost-and-restored.ts';
import { openTokens } from '../../src/broker/connection/open-tokens.ts';
import { answerRotation } from '../../src/broker/data-key/answer-rotation.ts';
import type { RotationPorts } from '../../src/broker/data-key/rotation-ports.ts';
import { LIMITS } from '../../src/broker/limits.ts';
import type { ConnectionKey } from '../../src/broker/stores.ts';
import type { SweepReport, SweepRequest } from '../../src/contract/rotation.ts';
import { keyVersionOf } from '../../src/vault/envelope.ts';
import type { Vault } from '../../src/vault/vault.ts';
import { connection, put } from '../adapters/samples.ts';
import { openReleaseWorld, type ReleaseWorld } from '../fixtures/release-world.ts';
import { sealedConnection } from '../setup/sealed-connection.ts';

export const MINUTE = 60_000;
const CONNECTIONS = 24;
const ITEMS_OF_PAGE = 2;

export interface SweptTable extends ReleaseWorld {
  keys: ConnectionKey[];
  /** The pages that were read, as segment and start. */
  pages: string[];
  /** Runs one invocation. */
  sweep(kind: SweepRequest['kind'], options?: Invocation): Promise<SweepReport>;
  /** Seals new tokens for a connection, as whoever has this vault does. Returns the version of the key. */
  write(vault: Vault, key: ConnectionKey): Promise<number>;
  /** What another process has, which looked for the current key just now. */
  newProcess(): Promise<Vault>;
  /** Whether the tokens of every connection open, in a process that has just started. */
  expectAllOpen(): Promise<void>;
  lostAndRestored(): ReturnType<typeof lostAndRestored>;
}

interface Invocation {
  anew?: true;
  /** Ends the invocation's time after so many pages. */
  pages?: number;
  rotation?: Partial<RotationPorts>;
}

export async function sweptTable(): Promise<SweptTable> {
  const world = await openReleaseWorld({ at: 1_800_000_000_000, providers: [] });
  const { client, ports, rotation } = world;
  const pages: string[] = [];
  client.middlewareStack.add(
    (next, { commandName }) =>
      async ({ input, ...rest }) => {
        if (commandName !== 'ScanCommand') return next({ input, ...rest });
        const scan = input as { Segment?: number; TableName: string; ExclusiveStartKey?: object };
        if (scan.TableName === TABLE_NAME)
          pages.push(JSON.stringify([scan.Segment, scan.ExclusiveStartKey ?? null]));
        return next({ input: { ...scan, Limit: ITEMS_OF_PAGE } as never, ...rest });
      },
    { step: 'initialize' },
  );
  const keys = Array.from({ length: CONNECTIONS }, (_, at) => ({
    workspaceId: `w${at}`,
    connectionId: 'google',
  }));
  const table: Omit<SweptTable, keyof ReleaseWorld> = {
    keys,
    pages,
    lostAndRestored: () =>
      lostAndRestored({ client, tableName: TABLE_NAME }, { client, tableName: 'restored' }),
    async sweep(kind, { anew, pages: most = Number.POSITIVE_INFINITY, rotation: patch } = {}) {
      const end = world.now() + MINUTE;
      const from = pages.length;
      // The clock of the function alone: its time is up when the last page was read.
      const clock = {
        ...rotation.clock,
        now: () => (pages.length - from < most ? world.now() : Math.max(world.now(), end)),
      };
      const event = { version: '1', kind, ...(anew && { anew }) };
      const needs = { ...rotation, ...patch, clock };
      const report = (await answerRotation(needs, event, end)) as SweepReport;
      world.advance(clock.now() - world.now());
      return report;
    },
    async write(vault, key) {
      const record = await ports.connections.read(key);
      const generation = (record?.generation ?? 0) + 1;
      const sealed = sealedConnection(
        await vault.sealer(),
        key,
        { ...connection, generation },
        { access: 'access', refresh: 'refresh' },
      );
      await ports.connections.change(key, put(sealed));
      return keyVersionOf(sealed.sealedAccess ?? new Uint8Array());
    },
    async newProcess() {
      const vault = rotation.openVault();
      await vault.sealer();
      return vault;
    },
    async expectAllOpen() {
      const vault = rotation.openVault();
      for (const key of keys) {
        const record = await ports.connections.read(key);
        if (!record) throw new Error(`${key.workspaceId} is gone`);
        const { access, refresh } = await openTokens({ ...ports, vault }, key, record);
        expect([access?.reveal(), refresh?.reveal()]).toEqual(['access', 'refresh']);
      }
    },
  };
  await ports.vault.sealer();
  for (const key of keys) await table.write(ports.vault, key);
  return { ...world, ...table };
}

/** A new key, when the newest is old enough to be replaced. Returns its version. */
export async function begin(
  { rotation, advance, now }: SweptTable,
  how: { anew?: true } = {},
): Promise<number> {
  advance(LIMITS.retiredKeyWait + 1);
  const begun = await answerRotation(rotation, { version: '1', kind: 'begin', ...how }, now() + MINUTE);
  return begun.version;
}

/** Everything is sealed under a new key, and the older one may go. */
export async function readyToRetire(table: SweptTable): Promise<number> {
  const version = await begin(table);
  await table.sweep('reseal');
  table.advance(LIMITS.retiredKeyWait + 1);
  return version;
}
