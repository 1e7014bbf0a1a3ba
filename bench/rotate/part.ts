/** What one part of a sweep took, out of what was counted meanwhile. */
import { CALLS_TABLE } from '../scene.ts';
import type { CountedClient, Counts } from './counted-client.ts';
import { scanUnits } from './item-size.ts';

/** Read and write units by DynamoDB's operations. A condition that fails is charged like a write. */
const READS = ['Query', 'GetItem'];
const WRITES = ['UpdateItem', 'PutItem', 'DeleteItem'];

export interface Part {
  pages: number;
  /** The starts of these pages. */
  starts: string[];
  /** Items that the pages looked at. */
  scanned: number;
  /** Other reads: of data keys, cursors and marks; in a restore also of the live table. */
  reads: number;
  writes: number;
  readUnits: number;
  writeUnits: number;
  kmsCalls: number;
  /** Requests to the table of calls. */
  callsTable: number;
  /** Of this process; the database runs in another one. */
  cpuMilliseconds: number;
  seconds: number;
}

export interface PartOptions {
  /** How many requests KMS has had so far. */
  kms: () => Promise<number>;
  /** Of an item of the table that is scanned, in bytes. */
  average: number;
  /** Whether its Scans are strongly consistent. */
  isConsistent: boolean;
}

/** Runs `work` and counts what it takes. */
export async function part(
  counted: CountedClient,
  { kms, ...scans }: PartOptions,
  work: () => Promise<unknown>,
): Promise<Part> {
  counted.take();
  counted.takePages();
  const kmsBefore = await kms();
  const cpu = process.cpuUsage();
  const began = performance.now();
  await work();
  const seconds = (performance.now() - began) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  const starts = counted.takePages();
  const kmsCalls = (await kms()) - kmsBefore;
  const { readUnits, ...counts } = sums(counted.take());
  const pages = starts.length;
  return {
    ...{ pages, starts, ...counts, kmsCalls },
    readUnits: readUnits + scanUnits({ scanned: counts.scanned, pages }, scans),
    ...{ cpuMilliseconds: (user + system) / 1_000, seconds },
  };
}

function sums(
  counts: Counts,
): Pick<Part, 'scanned' | 'reads' | 'writes' | 'readUnits' | 'writeUnits' | 'callsTable'> {
  const of = (operations: readonly string[], what: 'requests' | 'units' | 'scanned') =>
    Object.entries(counts).reduce(
      (sum, [name, one]) => sum + (operations.includes(name.split(' ')[1] ?? '') ? one[what] : 0),
      0,
    );
  const callsTable = Object.entries(counts).reduce(
    (sum, [name, { requests }]) => sum + (name.startsWith(`${CALLS_TABLE} `) ? requests : 0),
    0,
  );
  return {
    scanned: of(['Scan'], 'scanned'),
    reads: of(READS, 'requests'),
    writes: of(WRITES, 'requests'),
    readUnits: of(READS, 'units'),
    writeUnits: of(WRITES, 'units'),
    callsTable,
  };
}

/** Both parts of a sweep that broke off in between. */
export function together(one: Part, other: Part): Part {
  const numbers = Object.entries(one).map(([name, value]) => [
    name,
    Array.isArray(value) ? [...value, ...other.starts] : value + (other[name as keyof Part] as number),
  ]);
  return Object.fromEntries(numbers) as Part;
}

/** How many pages were read more than once. */
export function pagesAgain({ starts }: Part): number {
  return starts.length - new Set(starts).size;
}
