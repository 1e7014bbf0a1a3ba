/** Metrics as lines of the log, in CloudWatch's embedded metric format: no request is made, and none can fail. */
import type { Log } from '../broker/ports.ts';
import {
  COUNTED_EVENTS,
  METRICS,
  METRICS_NAMESPACE,
  type MetricName,
  type MetricSource,
} from '../contract/metrics.ts';

export type MetricValues = Partial<Record<MetricName, number>>;

export type Meter = (values: MetricValues) => void;

export interface MeterOptions {
  write: (line: string) => void;
  /** Undefined: nothing is measured, since nobody could tell whose it is. */
  source: () => MetricSource | undefined;
  /** Milliseconds since the epoch. */
  now: () => number;
}

export function createMeter({ write, source, now }: MeterOptions): Meter {
  return (values) => {
    const from = source();
    const measured = Object.entries(values) as [MetricName, number][];
    if (!from || measured.length === 0) return;
    const directive = {
      Namespace: METRICS_NAMESPACE,
      Dimensions: [['stage', 'function']],
      Metrics: measured.map(([name]) => ({ Name: name, Unit: METRICS[name] })),
    };
    write(
      JSON.stringify({
        _aws: { Timestamp: now(), CloudWatchMetrics: [directive] },
        stage: from.stage,
        function: from.function,
        ...Object.fromEntries(measured),
      }),
    );
  };
}

/** The same log; errors that somebody must look at are counted besides. */
export function countedLog(log: Log, meter: Meter): Log {
  return {
    ...log,
    error: (event, fields) => {
      log.error(event, fields);
      if (Object.hasOwn(COUNTED_EVENTS, event)) meter({ [COUNTED_EVENTS[event as CountedEvent]]: 1 });
    },
  };
}
type CountedEvent = keyof typeof COUNTED_EVENTS;
