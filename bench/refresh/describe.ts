/** The figures for a reader, and what must hold of them. Pure. */
import { LIMITS } from '../../src/broker/limits.ts';
import { dollarsOfAMillionRefreshes, monthlyCost } from './cost.ts';
import type { RefreshReport } from './measure.ts';

/** Of the 60 s of a tick's function: it takes no new work in the last 20. */
const WORKING_SECONDS = 40;
/** A usual token endpoint's, in milliseconds, for what one function carries. */
const USUAL_LATENCY = 200;
const CONNECTIONS = 10_000_000;
const LEAST_OF_FLOOR = 0.7;

interface Carried {
  perHourOfOneApp: number;
  perHour: number;
  sharesForTenMillion: number;
}

/** Pure arithmetic, shown in docs/scale.md. Every connection that is in use is refreshed about once an hour. */
function carried(limits: { appConcurrency: number; tickConcurrency: number }, ofFloor: number): Carried {
  const perHour = (concurrency: number) =>
    Math.floor((concurrency / USUAL_LATENCY) * 1_000 * WORKING_SECONDS * 60 * Math.min(1, ofFloor));
  const all = perHour(limits.tickConcurrency);
  return {
    perHourOfOneApp: perHour(limits.appConcurrency),
    perHour: all,
    sharesForTenMillion: Math.ceil(CONNECTIONS / all),
  };
}

export function missedByRefresh({ ofFloor, operationsPerRefresh, heap }: RefreshReport): string[] {
  const [small, large] = heap.map(({ megabytes }) => megabytes);
  const missed: string[] = [];
  if (ofFloor < LEAST_OF_FLOOR)
    missed.push(`${ofFloor.toFixed(2)} of the floor, ${LEAST_OF_FLOOR} is promised`);
  if (operationsPerRefresh > 3.05)
    missed.push(`${operationsPerRefresh.toFixed(2)} table operations a refresh, 3 are promised`);
  if ((large ?? 0) > Math.max(2 * (small ?? 0), 40)) missed.push('memory grows with what is due');
  return missed;
}

export function describeRefresh(report: RefreshReport): string {
  const { providerLatency, appConcurrency, perSecond, floorPerSecond, ofFloor } = report;
  const { perHourOfOneApp, perHour, sharesForTenMillion } = carried(LIMITS, ofFloor);
  return [
    'No store here is durable: all are in memory, and there is no table; the vault’s key and the provider are stand-ins.',
    `One app sends ${appConcurrency} requests at once to a provider that answers in ${providerLatency} ms`,
    `  ${perSecond.toFixed(0)} refreshes a second; the floor is ${floorPerSecond.toFixed(0)}: ${ofFloor.toFixed(2)} of it (at least ${LEAST_OF_FLOOR})`,
    `  ${report.cpuPerRefresh.toFixed(2)} ms of CPU each, without the table's client`,
    `  ${report.operationsPerRefresh.toFixed(2)} table operations each (at most 3, and the app's health now and then)`,
    ...report.heap.map(
      ({ due, megabytes }) => `  ${megabytes.toFixed(1)} MB of heap for a tick with ${due} due`,
    ),
    `One function carries, with a provider that answers in ${USUAL_LATENCY} ms`,
    `  ${perHourOfOneApp} refreshes per hour of one app, ${perHour} of four or more apps`,
    `  ${sharesForTenMillion} shares for ${CONNECTIONS} connections in use`,
    `DynamoDB, a million refreshes: $${dollarsOfAMillionRefreshes().toFixed(2)} (items of 2 kB assumed)`,
    ...[10_000, 1_000_000]
      .map(monthlyCost)
      .map(
        ({ connections, inUse, idle, notes, storage, backups }) =>
          `  ${connections} connections a month: $${inUse.toFixed(2)} in use, $${idle.toFixed(2)} idle; ` +
          `notes of use at most $${notes.toFixed(2)}; storage $${storage.toFixed(2)}, backups $${backups.toFixed(2)}`,
      ),
  ].join('\n');
}
