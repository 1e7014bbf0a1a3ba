/** A line of the log as CloudWatch would extract metrics from it (embedded metric format specification). */
import { expect } from 'vitest';
import { METRICS } from '../../src/contract/metrics.ts';
import { CATALOGUE } from '../../src/providers/catalogue.ts';

const ALLOWED_DIMENSIONS = ['stage,function', 'stage,provider'];

interface Directive {
  Namespace: string;
  Dimensions: string[][];
  Metrics: { Name: string; Unit: string }[];
}

/** Holds it to the format and to the allow-list of dimensions; returns everything of it but `_aws`. */
export function expectMetricLine(line: string | undefined): Record<string, unknown> {
  const { _aws, ...rest } = JSON.parse(line ?? '') as { _aws: object } & Record<string, unknown>;
  const { Timestamp, CloudWatchMetrics } = _aws as { Timestamp: number; CloudWatchMetrics: Directive[] };
  expect(Number.isInteger(Timestamp)).toBe(true);
  expect(CloudWatchMetrics).toHaveLength(1);
  const [{ Namespace, Dimensions, Metrics } = expect.fail('no directive')] = CloudWatchMetrics;
  expect(Namespace).toBe('Connections');
  for (const names of Dimensions) expect(ALLOWED_DIMENSIONS).toContain(names.join());
  // A provider of a tenant's own would be a metric of its own.
  if (rest.provider !== undefined) expect([...CATALOGUE.keys()]).toContain(rest.provider);
  for (const name of Dimensions.flat()) {
    // Every dimension is a member of the line, a text of 1 to 1,024 characters.
    expect(rest[name]).toMatch(/^[\x21-\x7e]{1,100}$/);
  }
  expect(Metrics.length).toBeLessThanOrEqual(100);
  for (const { Name, Unit } of Metrics) {
    expect(Unit).toBe(METRICS[Name as keyof typeof METRICS]);
    expect(Number.isFinite(rest[Name])).toBe(true);
  }
  const named = [...new Set(Dimensions.flat()), ...Metrics.map(({ Name }) => Name)];
  expect(Object.keys(rest).sort()).toEqual(named.sort());
  return rest;
}
