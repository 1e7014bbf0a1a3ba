/** What connections cost a month in DynamoDB, in use and idle, from the writes that a refresh makes. Pure. */
import { LIMITS } from '../../src/broker/limits.ts';
import { OVERHEAD } from '../item-bytes.ts';
import { PRICES } from '../prices.ts';

/** Of one connection's item with sealed tokens; DynamoDB counts a write in whole kB and a consistent read in 4. */
const ITEM_KB = 2;
/** Claim and store; a store also moves the item in the due index, which is a removal and an entry. */
const WRITE_UNITS = 2 * ITEM_KB + 2;
const READ_UNITS = 1;
const HOURS_A_MONTH = 730;
const MONTH = HOURS_A_MONTH * 3_600_000;

/** Entries of a connection in the two indexes, with DynamoDB's overhead for each; backups do not hold them. */
const INDEX_KB = 0.6;

export interface MonthlyCost {
  connections: number;
  /** Refreshes. */
  inUse: number;
  idle: number;
  /** Notes of use, of connections that are called in every hour. */
  notes: number;
  storage: number;
  /** Point-in-time recovery. */
  backups: number;
}

export function dollarsOfAMillionRefreshes(): number {
  return WRITE_UNITS * PRICES.dynamodbWrite.dollars + READ_UNITS * PRICES.dynamodbRead.dollars;
}

/** In use: refreshed about once an hour. Idle: once in the longest pause that keeping alive makes. */
export function monthlyCost(connections: number): MonthlyCost {
  const dollars = (refreshes: number) => (refreshes / 1_000_000) * dollarsOfAMillionRefreshes();
  return {
    connections,
    inUse: dollars(connections * HOURS_A_MONTH),
    idle: dollars(connections * (MONTH / LIMITS.keepAlive)),
    notes: ((connections * HOURS_A_MONTH * ITEM_KB) / 1_000_000) * PRICES.dynamodbWrite.dollars,
    storage: gigabytes(connections, ITEM_KB + OVERHEAD / 1_000 + INDEX_KB) * PRICES.dynamodbStorage.dollars,
    backups: gigabytes(connections, ITEM_KB + OVERHEAD / 1_000) * PRICES.dynamodbBackup.dollars,
  };
}

function gigabytes(connections: number, kilobytes: number): number {
  return (connections * kilobytes) / 1_000_000;
}
