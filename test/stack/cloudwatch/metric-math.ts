/** Metric math, as far as our alarms use it. Each metric has one value, or none. What it does not know, it refuses. */
import { expect } from 'vitest';

export type Value = number | undefined;

/** The value of an expression; undefined where it has no data. `contributors` answers for Contributor Insights. */
export function evaluate(
  expression: string,
  values: Record<string, Value>,
  contributors: (rule: string) => Value,
): Value {
  const insight = /^INSIGHT_RULE_METRIC\("([^"]+)", "UniqueContributors"\)$/.exec(expression);
  if (insight?.[1]) return contributors(insight[1]);
  const names = [...new Set(expression.match(/\b[a-z]\w*/g))];
  for (const name of names) expect(Object.keys(values)).toContain(name);
  expect(expression).toMatch(/^(IF|FILL|\w+|[()\s,+\-*/.]|>=)+$/);
  const FILL = (value: Value, fill: number) => value ?? fill;
  const IF = (condition: boolean, yes: Value, no: Value) => (condition ? yes : no);
  const all = { ...values, FILL, IF };
  const result: unknown = new Function(...Object.keys(all), `return ${expression}`)(...Object.values(all));
  return typeof result === 'number' && Number.isFinite(result) ? result : undefined;
}
