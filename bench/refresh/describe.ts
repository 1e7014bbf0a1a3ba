/** The figures for a reader, and what must hold of them. Pure. */
import { table } from '../table.ts';
import { dollarsOfAMillionRefreshes, monthlyCost } from './cost.ts';
import { type DeployedReport, MEMORY } from './deployed.ts';
import type { RefreshReport } from './measure.ts';

/** Of the 60 s of a tick's function: it takes no new work in the last 20. */
const WORKING_SECONDS = 40;
const CONNECTIONS = 1_000_000;
const LEAST_OF_FLOOR = 0.7;
/** Of the connections to token endpoints, once the process is warm. */
const LEAST_RESUMED = 0.95;

export interface WholeRefreshReport extends RefreshReport {
  deployed: DeployedReport;
}

export function missedByRefresh(report: WholeRefreshReport): string[] {
  const { ofFloor, operationsPerRefresh, heap, deployed } = report;
  const [small, large] = heap.map(({ megabytes }) => megabytes);
  const missed: string[] = [];
  if (ofFloor < LEAST_OF_FLOOR)
    missed.push(`${ofFloor.toFixed(2)} of the floor, ${LEAST_OF_FLOOR} is promised`);
  if (operationsPerRefresh > 3.05)
    missed.push(`${operationsPerRefresh.toFixed(2)} table operations a refresh, 3 are promised`);
  if ((large ?? 0) > Math.max(2 * (small ?? 0), 128)) missed.push('memory grows with what is due');
  if (deployed.resumed < LEAST_RESUMED)
    missed.push(`only ${deployed.resumed.toFixed(2)} of the connections resumed a TLS session`);
  return missed;
}

export function describeRefresh(report: WholeRefreshReport): string {
  return [inMemory(report), ofBundle(report.deployed), cost()].join('\n\n');
}

function inMemory(report: RefreshReport): string {
  const { providerLatency, appConcurrency, perSecond, floorPerSecond, ofFloor } = report;
  return [
    'The use case alone, over stores in memory, which are not durable, and without TLS',
    `  one app sends ${appConcurrency} requests at once to a provider that answers in ${providerLatency} ms`,
    `  ${perSecond.toFixed(0)} refreshes a second; the floor is ${floorPerSecond.toFixed(0)}: ${ofFloor.toFixed(2)} of it (at least ${LEAST_OF_FLOOR})`,
    `  ${report.operationsPerRefresh.toFixed(2)} table operations each (at most 3, and the app's health now and then)`,
    ...report.heap.map(
      ({ due, megabytes }) => `  ${megabytes.toFixed(1)} MB of heap for a tick with ${due} due`,
    ),
  ].join('\n');
}

function ofBundle({ share, firstCpu, warmCpu, resumed, paces }: DeployedReport): string {
  const perHour = (perSecond: number) => Math.floor(perSecond * WORKING_SECONDS * 60);
  const rows = paces.map(({ latency, oneApp, fourApps }) => [
    `${latency} ms`,
    oneApp.toFixed(0),
    fourApps.toFixed(0),
    String(perHour(fourApps)),
    String(Math.ceil(CONNECTIONS / perHour(fourApps))),
  ]);
  const head = ['token endpoint', 'one app', 'four apps', 'an hour', `shares for ${CONNECTIONS}`];
  return [
    'The deployed bundle of token-tick, with TLS to a token endpoint, to dynalite, which is not durable, and to a stand-in of KMS',
    `  ${firstCpu.toFixed(1)} ms of CPU a refresh for a fresh process, ${warmCpu.toFixed(1)} ms for a warm one`,
    `  ${(100 * resumed).toFixed(0)} % of the connections to the token endpoint resumed a TLS session`,
    `  with ${share.toFixed(2)} of a core, as ${MEMORY} MB of memory have, refreshes a second:`,
    table([head, ...rows]),
  ].join('\n');
}

function cost(): string {
  return [
    `DynamoDB, a million refreshes: $${dollarsOfAMillionRefreshes().toFixed(2)} (items of 2 kB assumed)`,
    ...[10_000, CONNECTIONS]
      .map(monthlyCost)
      .map(
        ({ connections, inUse, idle }) =>
          `  ${connections} connections a month: $${inUse.toFixed(2)} in use, $${idle.toFixed(2)} idle`,
      ),
  ].join('\n');
}
