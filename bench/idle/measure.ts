/** What an idle stage has by the piece, from its template, and what its ticks ask for, counted. */
import { refreshMetrics } from '../../src/broker/refresh/refresh-metrics.ts';
import { runTick } from '../../src/broker/refresh/tick.ts';
import { createMeter, type MetricValues } from '../../src/system/meter.ts';
import { proveWorld } from '../../test/prove/world.ts';
import { resourcesOf, settingsOf, stageTemplate } from '../../test/stack/stage-template.ts';

export interface IdleStage {
  stage: string;
  /** An alarm on an expression is paid for by each of its metrics. */
  alarmMetrics: number;
  compositeAlarms: number;
  insightRules: number;
  dashboards: number;
  keys: number;
  /** Metrics that exist as soon as there are calls and requests: of the injector's log, and of the API's access log. */
  metricsOfLogs: number;
}

export interface IdleTick {
  queries: number;
  listings: number;
  metrics: number;
  /** Of the line that it writes of itself. */
  bytes: number;
}

export function idleStage(stage: string): IdleStage {
  const template = stageTemplate(settingsOf(stage));
  const alarms = resourcesOf(template, 'AWS::CloudWatch::Alarm');
  const metricsOf = ({ Metrics = [] }: { Metrics?: { MetricStat?: object }[] }) =>
    Math.max(1, Metrics.filter(({ MetricStat }) => MetricStat).length);
  return {
    stage,
    alarmMetrics: alarms.reduce((sum, [, { Properties }]) => sum + metricsOf(Properties), 0),
    compositeAlarms: resourcesOf(template, 'AWS::CloudWatch::CompositeAlarm').length,
    insightRules: resourcesOf(template, 'AWS::CloudWatch::InsightRule').length,
    dashboards: resourcesOf(template, 'AWS::CloudWatch::Dashboard').length,
    metricsOfLogs: resourcesOf(template, 'AWS::Logs::MetricFilter').length,
    keys: resourcesOf(template, 'AWS::KMS::Key').length,
  };
}

/** One in which nothing is due and nothing waits in the escrow. */
export async function idleTick(): Promise<IdleTick> {
  const world = proveWorld(1);
  const ports = world.portsOf(1, () => 'fair');
  const tick = { queries: 0, listings: 0 };
  const connections: typeof ports.connections = {
    ...ports.connections,
    due: (...page) => {
      tick.queries++;
      return ports.connections.due(...page);
    },
  };
  const escrow: typeof ports.escrow = {
    ...ports.escrow,
    list: (limit) => {
      tick.listings++;
      return ports.escrow.list(limit);
    },
  };
  const report = await runTick({ ...ports, connections, escrow }, world.now() + 60_000);
  const [{ values } = { values: {} }] = refreshMetrics(report, {});
  return { ...tick, ...written(values) };
}

function written(values: MetricValues): Pick<IdleTick, 'metrics' | 'bytes'> {
  let bytes = 0;
  const meter = createMeter({
    write: (line) => {
      bytes += Buffer.byteLength(line) + 1;
    },
    source: () => ({ stage: 'prod', function: 'token-tick' }),
    now: Date.now,
  });
  meter(values);
  return { metrics: Object.keys(values).length, bytes };
}
