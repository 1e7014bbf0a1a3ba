/**
 * The metric filters are applied, as CloudWatch Logs would, to the lines that a request for a token logs at its end.
 * Covers lib/operations/injection-metrics.ts, src/contract/metrics.ts.
 */
import { describe, expect, it } from 'vitest';
import { REFUSAL_REASONS } from '../../src/contract/injection-messages.ts';
import { INJECTION_CLASS } from '../../src/contract/metrics.ts';
import { resourcesOf, settingsOf, stageTemplate, withEverything } from './stage-template.ts';

const template = stageTemplate(withEverything(settingsOf('prod')));
const filters = resourcesOf(template, 'AWS::Logs::MetricFilter').map(([, { Properties }]) => Properties);
const ofFunction = (name: string) =>
  filters.filter(
    ({ MetricTransformations }) => MetricTransformations[0].MetricNamespace === `Connections/prod/${name}`,
  );

/** JSON patterns of comparisons, `&&`, `||` and parentheses: the part of the grammar that ours use. */
function matches(pattern: string, line: Record<string, string>): boolean {
  const code = pattern
    .replace(/^\{|\}$/g, '')
    .replace(/\$\.(\w+) = "([^"]*)"/g, (_, name, value) => String(line[name] === value));
  expect(code).toMatch(/^[()\s&|truefals]+$/);
  return new Function(`return ${code}`)() as boolean;
}

function classesOf(name: string, line: Record<string, string>): string[] {
  return ofFunction(name)
    .filter(({ FilterPattern }) => matches(FilterPattern, line))
    .map(({ MetricTransformations }) => MetricTransformations[0].MetricName);
}

describe.each(['token-injector', 'token-authorizer'])('what %s logs', (name) => {
  it.each(['injected', ...REFUSAL_REASONS] as const)(
    'of an injection that ends %s counts once',
    (outcome) => {
      const line = { level: 'info', event: 'injection', workspaceId: 'acme', outcome };
      expect(classesOf(name, line)).toEqual([INJECTION_CLASS[outcome]]);
    },
  );

  it.each([
    ['injection_failed', ['unavailable']],
    ['unhandled', ['unavailable']],
    ['authorization', ['refused']],
    ['refresh_out_of_reach', []],
    ['tick', []],
  ])('as %s counts as %j', (event, expected) => {
    expect(classesOf(name, { level: 'error', event, outcome: 'injected' })).toEqual(expected);
  });

  it('goes into its own log group', () => {
    const [group] = new Set(ofFunction(name).map(({ LogGroupName }) => JSON.stringify(LogGroupName)));
    const made = template.resources[template.functionIds[name as 'token-injector']]?.Properties;
    expect(JSON.parse(group ?? '')).toEqual(made.LoggingConfig.LogGroup);
    expect(ofFunction(name)).toHaveLength(4);
  });
});
