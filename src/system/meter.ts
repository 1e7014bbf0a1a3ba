/** Writes metrics as log lines in CloudWatch's embedded metric format, which needs no request that could fail. */
import type { Log } from '../broker/ports.ts';
import {
  COUNTED_EVENTS,
  METRICS,
  METRICS_NAMESPACE,
  type MetricName,
  type MetricSource,
} from '../contract/metrics.ts';

/** The values to record, by metric name; METRICS in the contract has the units. */
export type MetricValues = Partial<Record<MetricName, number>>;

/** Records the values of the function, or of a provider of the catalogue across functions. Never throws. */
export type Meter = (values: MetricValues, provider?: string) => void;

export interface MeterOptions {
  write: (line: string) => void;
  /** Stage and function of the metrics. Undefined: nothing is written. */
  source: () => MetricSource | undefined;
  /** Milliseconds since the epoch. */
  now: () => number;
}

/** A meter that writes one line for each call that has values. */
export function createMeter({ write, source, now }: MeterOptions): Meter {
  return (values, provider) => {
    const from = source();
    const measured = Object.entries(values) as [MetricName, number][];
    if (!from || measured.length === 0) return;
    const dimensions =
      provider === undefined
        ? { stage: from.stage, function: from.function }
        : { stage: from.stage, provider };
    const directive = {
      Namespace: METRICS_NAMESPACE,
      Dimensions: [Object.keys(dimensions)],
      Metrics: measured.map(([name]) => ({ Name: name, Unit: METRICS[name] })),
    };
    write(
      JSON.stringify({
        _aws: { Timestamp: now(), CloudWatchMetrics: [directive] },
        ...dimensions,
        ...Object.fromEntries(measured),
      }),
    );
  };
}

/** A log that also counts, as metrics, the errors for which there is an alarm. */
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
