/**
 * Filter patterns of CloudWatch Logs, as far as ours use them: JSON patterns of comparisons, `&&`, `||` and parentheses
 * (https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html). What it does not know, it refuses.
 */
import { expect } from 'vitest';

type Line = Record<string, unknown>;

/** Whether the pattern matches the line. */
export function matches(pattern: string, line: Line): boolean {
  const code = pattern
    .replace(/^\{|\}$/g, '')
    .replace(/\$\.(\w+) = "([^"]*)"/g, (_, name, value) => String(isText(line[name], value)))
    .replace(/\$\.(\w+) NOT EXISTS/g, (_, name) => String(line[name] === undefined))
    .replace(/\$\.(\w+) >= (\d+)/g, (_, name, least) => String(Number(line[name]) >= Number(least)));
  expect(code).toMatch(/^[()\s&|truefals]+$/);
  return new Function(`return ${code}`)() as boolean;
}

/** `*` stands for any text. */
function isText(value: unknown, wanted: string): boolean {
  if (typeof value !== 'string') return false;
  const parts = wanted.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(value);
}
