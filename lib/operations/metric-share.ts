/** Metric math of the alarms. A metric without data counts as 0. */
import type { Duration } from 'aws-cdk-lib';
import { type IMetric, MathExpression } from 'aws-cdk-lib/aws-cloudwatch';

export interface Share {
  /** Two expressions over `metrics`: the share is 100 times the first by the second. */
  readonly part: string;
  readonly whole: string;
  /** Below this the share is 0: of few events it would mean little. */
  readonly least: number;
  /** At most 10 (CloudWatch user guide, "Limits that apply to alarms based on metric math expressions"). */
  readonly metrics: Record<string, IMetric>;
  readonly period: Duration;
  readonly label: string;
}

/** A share in percent. */
export function percent({ part, whole, least, metrics, period, label }: Share): MathExpression {
  const expression = `IF(${part} >= ${least}, 100 * ${part} / ${whole}, 0)`;
  return new MathExpression({ expression, usingMetrics: metrics, period, label });
}

/** The sum of metrics, as an expression. */
export function sumOf(names: readonly string[]): string {
  return `(${names.map((name) => `FILL(${name}, 0)`).join(' + ')})`;
}
