/** What an idle stage costs a month, line by line. Pure. */
import { METRICS_BY_PROVIDER } from '../../src/contract/metrics.ts';
import { PRICES, sourcesOf } from '../prices.ts';
import { table } from '../table.ts';
import type { IdleStage, IdleTick } from './measure.ts';
import { aMillionRequests, type Line } from './requests.ts';

export interface IdleReport {
  stages: IdleStage[];
  tick: IdleTick;
}

/** What only AWS can tell. */
const ASSUMED = {
  milliseconds: 200,
  /** As lib/functions/token-refresh.ts sets it. */
  gigabytes: 1,
  /** START, END and REPORT of an invocation in JSON. */
  lambdaLogBytes: 700,
};
const TICKS = 730 * 60;
/** An eventually consistent query reads half a unit, also where it finds nothing. */
const UNITS_OF_A_QUERY = 0.5;

function ofTicks({ queries, listings, metrics, bytes }: IdleTick): Line[] {
  const million = (count: number, price: { dollars: number }) =>
    ((TICKS * count) / 1_000_000) * price.dollars;
  const { milliseconds, gigabytes, lambdaLogBytes } = ASSUMED;
  return [
    [`DynamoDB, ${queries} queries a minute`, million(queries * UNITS_OF_A_QUERY, PRICES.dynamodbRead)],
    [`S3, ${listings} listing of the escrow a minute`, million(listings, PRICES.s3List)],
    ['Lambda, requests', million(1, PRICES.lambdaRequest)],
    [
      `Lambda, duration (${milliseconds} ms assumed, ${gigabytes} GB)`,
      million((milliseconds / 1_000) * gigabytes, PRICES.lambdaDuration),
    ],
    ['CloudWatch Logs', million((bytes + lambdaLogBytes) / 1_000, PRICES.logs)],
    [`CloudWatch, ${metrics} metrics of the tick`, metrics * PRICES.metric.dollars],
  ];
}

function byThePiece({ alarmMetrics, compositeAlarms, insightRules, dashboards, keys }: IdleStage): Line[] {
  return [
    [`CloudWatch, alarms on ${alarmMetrics} metrics`, alarmMetrics * PRICES.alarmMetric.dollars],
    [`CloudWatch, ${compositeAlarms} alarm on alarms`, compositeAlarms * PRICES.compositeAlarm.dollars],
    [`CloudWatch, ${insightRules} rules of Contributor Insights`, insightRules * PRICES.insightRule.dollars],
    [`CloudWatch, ${dashboards} dashboard`, dashboards * PRICES.dashboard.dollars],
    [`KMS, ${keys} keys`, keys * PRICES.kmsKey.dollars],
  ];
}

/** Metrics that begin with the first call, request and refresh with a verified app. */
function withTraffic({ metricsOfLogs }: IdleStage): Line[] {
  const ofAProvider = METRICS_BY_PROVIDER.length;
  return [
    [`CloudWatch, ${metricsOfLogs} metrics of logs`, metricsOfLogs * PRICES.metric.dollars],
    [`CloudWatch, ${ofAProvider} metrics of each verified app`, ofAProvider * PRICES.metric.dollars],
  ];
}

export function describeIdle({ stages, tick }: IdleReport): string {
  const ticks = ofTicks(tick);
  return [
    'Prices of us-east-1 without free tiers; the schedule itself is free up to 14 million (awsnegotiations.com, 2026-05)',
    ...stages.flatMap((stage) => [
      `The stage ${stage.stage} costs per month while it is idle\n${sum([...byThePiece(stage), ...ticks])}`,
      `And as soon as it has traffic, a month\n${rows(withTraffic(stage))}`,
    ]),
    `A million requests of people to the API, through the hosted dashboard\n${sum(aMillionRequests())}`,
    `  Prices: ${sourcesOf(PRICES)}`,
  ].join('\n\n');
}

function sum(lines: Line[]): string {
  return rows([...lines, ['together', lines.reduce((total, [, dollars]) => total + dollars, 0)]]);
}

function rows(lines: Line[]): string {
  return table(lines.map(([what, dollars]) => [what, `$${dollars.toFixed(2)}`]));
}
