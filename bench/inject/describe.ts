/** The figures for a reader. Pure. */

import { TABLE_LATENCY } from '../expired-token/in-memory.ts';
import { HOSTED_PEERS, PRICES, sourcesOf } from '../prices.ts';
import { table } from '../table.ts';
import { HEAP_TOLERANCE, MOST, MOST_OF_LATENCY, MOST_REQUESTS } from './checks.ts';
import type { InjectReport } from './measure.ts';

const DURABILITY =
  'No store here is durable: dynalite keeps its tables in memory, in the local environment in a folder without a sync to disk, ' +
  'and other stores are in memory; KMS, the issuer and the provider are stand-ins.';

export function describeInjection(report: InjectReport): string {
  return [DURABILITY, warm(report), counted(report), expired(report), loopback(report), cost(report)].join(
    '\n\n',
  );
}

function warm({ warm }: InjectReport): string {
  const rows = warm.map((at) => [
    String(at.callers),
    at.mode,
    `${at.function.cpu.toFixed(0)} / ${at.bare.cpu.toFixed(0)} µs`,
    at.ratio.cpu.toFixed(2),
    `${at.function.p50.toFixed(0)} / ${at.bare.p50.toFixed(0)} µs`,
    at.ratio.p50.toFixed(2),
  ]);
  return [
    'Warm injection / the bare read and write of a default SDK client',
    table([['callers', 'caller’s token', 'CPU', 'ratio', 'p50', 'ratio'], ...rows]),
    `  trusting: no token, the runtime is trusted (at most ${MOST.trusting} times); verifying: as staging and prod (at most ${MOST.verifying})`,
  ].join('\n');
}

function counted({ counted }: InjectReport): string {
  const { injections, reads, writes, kmsCalls, other, heapAfterAFifth, heapAfterAll } = counted;
  const megabytes = (bytes: number) => (bytes / 1_000_000).toFixed(2);
  return [
    `${injections} injections were counted at the wire`,
    `  ${reads} reads, ${writes} writes, ${kmsCalls} KMS calls, ${other} others`,
    `  heap after a fifth ${megabytes(heapAfterAFifth)} MB, after all ${megabytes(heapAfterAll)} MB ` +
      `(may grow by ${megabytes(HEAP_TOLERANCE)} MB)`,
  ].join('\n');
}

function expired({ expiredToken: { inMemory, inEnvironment, refreshRequests } }: InjectReport): string {
  const where = [
    ...inMemory.map((waits) => [`stores in memory, ${TABLE_LATENCY} ms a request`, waits] as const),
    ...inEnvironment.map((waits) => ['the local environment', waits] as const),
  ];
  const rows = where.map(
    ([name, { callers, rounds, took, p50, p95, served, toldToComeBack, providerCalls }]) => [
      name,
      String(callers),
      String(rounds),
      ...[took, p50, p95].map((value) => value.toFixed(0)),
      ...[served, toldToComeBack, providerCalls].map(String),
    ],
  );
  const waits = ['endpoint ms', 'wait p50', 'p95'];
  const head = ['', 'callers', 'rounds', ...waits, 'served', 'told to come back', 'provider calls'];
  return [
    'Callers at once on one expired token, in real time',
    table([head, ...rows]),
    '  In the local environment the callers, the table and the provider share one core of this machine, for which most of them wait.',
    `  At most ${MOST_OF_LATENCY} times the endpoint of 50 ms with stores in memory; all are served, with one provider call a round`,
    `  A refresh on demand of a verified app: ${refreshRequests.length} table requests (${refreshRequests.join(', ')}; at most ${MOST_REQUESTS})`,
  ].join('\n');
}

function loopback({ loopback }: InjectReport): string {
  const rows = loopback.flatMap(({ clients, function: injector, bare }) =>
    [['injector', injector] as const, ['bare server', bare] as const].map(([name, at]) => [
      String(clients),
      name,
      at.perSecond.toFixed(0),
      ...[at.p50, at.p95, at.p99].map((value) => value.toFixed(1)),
      ...[at.serverCpu, at.databaseCpu, at.bothCpu].map((value) => value.toFixed(2)),
    ]),
  );
  const head = ['clients', 'server', 'per s', 'p50 ms', 'p95', 'p99', 'CPU ms: server', 'database', 'both'];
  return (
    'Over loopback HTTP; the server, the database and the clients have a process each\n' +
    `${table([head, ...rows])}\n` +
    '  Nango, as documented in 2026-11: about 375 per s at 16 clients, 4.2 ms CPU, 1.75 of it in its server'
  );
}

function cost({ cost }: InjectReport): string {
  const dollars = (amount: number) => `$${amount.toFixed(2)}`;
  const total = cost.reduce((sum, line) => sum + line.dollars, 0);
  const rows = [...cost.map((line) => [line.what, dollars(line.dollars)]), ['together', dollars(total)]];
  const peers = HOSTED_PEERS.map((peer) => `${peer.name} $${peer.dollars}`).join(', ');
  return (
    'A million injections, us-east-1, without free tiers\n' +
    `${table(rows)}\n  Hosted peers: ${peers}\n  Prices: ${sourcesOf(PRICES)}`
  );
}
