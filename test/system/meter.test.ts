/**
 * The line is what CloudWatch reads: held to the published rules of the embedded metric format.
 * Covers src/system/meter.ts, src/contract/metrics.ts.
 */
import { describe, expect, it } from 'vitest';
import type { LogEvent } from '../../src/contract/log.ts';
import { COUNTED_EVENTS, METRICS } from '../../src/contract/metrics.ts';
import { createJsonLog } from '../../src/system/json-log.ts';
import { countedLog, createMeter } from '../../src/system/meter.ts';
import { expectMetricLine } from '../setup/metric-line.ts';

function meterOf(source: { stage: string; function: string } | undefined) {
  const lines: string[] = [];
  const write = (line: string) => lines.push(line);
  const meter = createMeter({ write, source: () => source, now: () => 1_800_000_000_000 });
  return { lines, write, meter };
}
const source = { stage: 'test', function: 'token-refresh' };

describe('a metric line', () => {
  it('T075: is this, and has the dimensions stage and function', () => {
    const { lines, meter } = meterOf(source);
    meter({ TickRuns: 1, OldestOverdue: 0 });
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      {
        _aws: {
          Timestamp: 1_800_000_000_000,
          CloudWatchMetrics: [
            {
              Namespace: 'Connections',
              Dimensions: [['stage', 'function']],
              Metrics: [
                { Name: 'TickRuns', Unit: 'Count' },
                { Name: 'OldestOverdue', Unit: 'Seconds' },
              ],
            },
          ],
        },
        stage: 'test',
        function: 'token-refresh',
        TickRuns: 1,
        OldestOverdue: 0,
      },
    ]);
    expectMetricLine(lines[0]);
  });

  it('T075: of a provider has the stage and the provider, and not the function', () => {
    const { lines, meter } = meterOf(source);
    meter({ GrantsDead: 2 }, 'google');
    expect(expectMetricLine(lines[0])).toEqual({ stage: 'test', provider: 'google', GrantsDead: 2 });
    expect(JSON.parse(lines[0] ?? '')._aws.CloudWatchMetrics[0].Dimensions).toEqual([['stage', 'provider']]);
  });

  it('holds for every metric that there is', () => {
    const { lines, meter } = meterOf(source);
    meter(Object.fromEntries(Object.keys(METRICS).map((name) => [name, 1])));
    expectMetricLine(lines[0]);
  });

  it('is not written with nothing in it, or where nobody knows whose it would be', () => {
    const { lines, meter } = meterOf(source);
    meter({});
    const unknown = meterOf(undefined);
    unknown.meter({ TickRuns: 1 });
    expect([...lines, ...unknown.lines]).toEqual([]);
  });
});

describe('a counted log', () => {
  it.each(Object.entries(COUNTED_EVENTS))(
    'counts the error %s as %s, beside its own line',
    (event, metric) => {
      const { lines, write, meter } = meterOf(source);
      countedLog(createJsonLog(write), meter).error(event as LogEvent, { workspaceId: 'acme' });
      expect(JSON.parse(lines[0] as string)).toEqual({ level: 'error', event, workspaceId: 'acme' });
      expect(expectMetricLine(lines[1])).toEqual({ ...source, [metric]: 1 });
      expect(lines).toHaveLength(2);
    },
  );

  it('leaves all else alone', () => {
    const { lines, write, meter } = meterOf(source);
    const log = countedLog(createJsonLog(write), meter);
    log.info('app_health');
    log.warn('rotated_tokens_lost');
    log.error('toString' as LogEvent);
    expect(lines.filter((line) => line.includes('_aws'))).toEqual([]);
    expect(lines).toHaveLength(3);
  });
});
