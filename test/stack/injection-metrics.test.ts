/**
 * The metric filters are applied, as CloudWatch Logs would, to the lines that a request for a token logs at its end.
 * Covers lib/operations/injection-metrics.ts, src/contract/metrics.ts.
 */
import { describe, expect, it } from 'vitest';
import { REFUSAL_REASONS } from '../../src/contract/injection-messages.ts';
import { INJECTION_CLASS, INJECTION_CLASSES } from '../../src/contract/metrics.ts';
import { matches } from './cloudwatch/metric-filter.ts';
import { resourcesOf, settingsOf, stageTemplate, withEverything } from './stage-template.ts';

const template = stageTemplate({ ...withEverything(settingsOf('prod')), alarms: { slowMilliseconds: 800 } });
const filters = resourcesOf(template, 'AWS::Logs::MetricFilter').map(([, { Properties }]) => Properties);
const ofFunction = (name: string) =>
  filters.filter(
    ({ MetricTransformations }) => MetricTransformations[0].MetricNamespace === `Connections/prod/${name}`,
  );

function classesOf(name: string, line: Record<string, unknown>): string[] {
  return ofFunction(name)
    .filter(({ FilterPattern }) => matches(FilterPattern, line))
    .map(({ MetricTransformations }) => MetricTransformations[0].MetricName);
}

describe.each(['token-injector', 'token-authorizer'])('what %s logs', (name) => {
  it.each(['injected', ...REFUSAL_REASONS] as const)(
    'of an injection that ends %s counts once, and an unavailable one by whose fault it is',
    (outcome) => {
      const line = { level: 'info', event: 'injection', workspaceId: 'acme', outcome, durationMs: 7 };
      expect(classesOf(name, line)).toEqual([INJECTION_CLASS[outcome]]);
      const expected =
        outcome === 'temporarily_unavailable' ? 'tenant_unavailable' : INJECTION_CLASS[outcome];
      expect(classesOf(name, { ...line, concerns: 'tenant' })).toEqual([expected]);
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

  it('of a slow injection counts as slow, from the stage’s limit on, unless a tenant’s endpoint took the time', () => {
    const line = { event: 'injection', outcome: 'injected' };
    expect(classesOf(name, { ...line, durationMs: 799 })).toEqual(['injected']);
    expect(classesOf(name, { ...line, durationMs: 800 })).toEqual(['injected', 'slow']);
    expect(classesOf(name, { ...line, durationMs: 800, concerns: 'tenant' })).toEqual(['injected']);
  });

  it('goes into its own log group', () => {
    const [group] = new Set(ofFunction(name).map(({ LogGroupName }) => JSON.stringify(LogGroupName)));
    const made = template.resources[template.functionIds[name as 'token-injector']]?.Properties;
    expect(JSON.parse(group ?? '')).toEqual(made.LoggingConfig.LogGroup);
    const counted = ofFunction(name).map(({ MetricTransformations }) => MetricTransformations[0].MetricName);
    const own = name === 'token-authorizer' ? ['unauthorized'] : [];
    expect(counted.sort()).toEqual([...INJECTION_CLASSES, 'slow', ...own].sort());
  });
});

it('only token-authorizer counts the requests that it ends by an error', () => {
  const line = { event: 'authorization', outcome: 'unauthorized' };
  expect(classesOf('token-authorizer', line)).toEqual(['refused', 'unauthorized']);
  expect(classesOf('token-injector', line)).toEqual(['refused']);
});
