/** What is watched of requests: the injector's, and those that come in over HTTP. */
import { MathExpression, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { FunctionName } from '../src/contract/environment.ts';
import { INJECTION_CLASSES } from '../src/contract/metrics.ts';
import type { Watch } from './alarms.ts';
import type { BrokerFunction } from './function.ts';
import { FIVE_MINUTES, type StageMetrics } from './stage-metrics.ts';

export interface RequestWatched {
  metrics: StageMetrics;
  functions: Partial<Record<FunctionName, BrokerFunction>>;
  /** Of the HTTP API. */
  apiId: string;
}

export function requestWatches(watched: RequestWatched): Watch[] {
  return [
    ...injectorWatches(watched),
    ...vaultWatches(watched),
    ...throttleWatches(watched),
    ...httpWatches(watched),
  ];
}

/** The functions that hold the vault's key. */
const OPENERS = [
  'connect',
  'token-refresh',
  'token-injector',
  'token-authorizer',
  'rotate-data-key',
] as const;

function injectorWatches({ metrics, functions }: RequestWatched): Watch[] {
  return (['token-injector', 'token-authorizer'] as const).flatMap((name) => {
    const made = functions[name]?.function;
    if (!made) return [];
    return [
      {
        id: `${name}-errors`,
        section: 'injector-errors',
        says: `Invocations of ${name} fail, which are written to answer whatever happens.`,
        metric: made.metricErrors({ period: FIVE_MINUTES }),
        threshold: name === 'token-injector' ? 1 : UNAUTHORIZED_TOO,
      },
      {
        id: `${name}-slow`,
        section: 'injector-slow',
        says: `One call of ${name} in a hundred takes five seconds and more.`,
        metric: made.metricDuration({ period: FIVE_MINUTES, statistic: Stats.percentile(99) }),
        threshold: 5_000,
        periods: 3,
      },
      {
        id: `${name}-unavailable`,
        section: 'injector-unavailable',
        says: `One call of ${name} in ten gets no token for a reason that is not the caller’s.`,
        metric: new MathExpression({
          label: '% unavailable',
          // Of few calls a share says little.
          expression: `IF(${TOTAL} >= 20, 100 * FILL(unavailable, 0) / ${TOTAL}, 0)`,
          usingMetrics: Object.fromEntries(
            INJECTION_CLASSES.map((each) => [each, metrics.injections(name, each)]),
          ),
          period: FIVE_MINUTES,
        }),
        threshold: 10,
        periods: 2,
      },
    ];
  });
}

const TOTAL = `(${INJECTION_CLASSES.map((name) => `FILL(${name}, 0)`).join(' + ')})`;
/** Every 401 that it tells API Gateway is an error to Lambda. */
const UNAUTHORIZED_TOO = 500;

function vaultWatches({ metrics, functions }: RequestWatched): Watch[] {
  return OPENERS.filter((name) => functions[name]).map((name) => ({
    id: `vault-key-failing-${name}`,
    section: 'vault-key-failing',
    says: `KMS does not open data keys for ${name}: in five minutes it can open no token.`,
    metric: metrics.of(name, 'VaultKeyFailures', { period: FIVE_MINUTES }),
    threshold: 3,
  }));
}

/** Lambda turned requests away: the account's limit, or the function's own. */
function throttleWatches({ functions }: RequestWatched): Watch[] {
  return Object.entries(functions).map(([name, { function: made }]) => ({
    id: `${name}-throttled`,
    section: 'throttled',
    says: `Lambda has no room for ${name} and turns invocations away.`,
    metric: made.metricThrottles({ period: FIVE_MINUTES }),
    // A flood of the callback is turned away by design (T170); the others must never be.
    threshold: name === 'oauth-callback' ? 100 : 1,
  }));
}

function httpWatches({ functions, apiId }: RequestWatched): Watch[] {
  const ofApi = (metricName: string) =>
    new Metric({
      namespace: 'AWS/ApiGateway',
      metricName,
      dimensionsMap: { ApiId: apiId },
      statistic: Stats.SUM,
      period: FIVE_MINUTES,
    });
  const callback = functions['oauth-callback']?.function;
  return [
    {
      id: 'api-failing',
      says: 'The HTTP API answers 5xx.',
      metric: ofApi('5xx'),
      threshold: 5,
    },
    {
      id: 'api-refusing',
      says: 'The HTTP API refuses far more requests than people make: a flood, or a broken client.',
      metric: ofApi('4xx'),
      threshold: 1_000,
    },
    ...(callback
      ? [
          {
            id: 'callback-flood',
            says: 'The public callback is called far more often than people consent.',
            // Half of what its throttle lets through.
            metric: callback.metricInvocations({ period: FIVE_MINUTES }),
            threshold: 3_000,
          },
        ]
      : []),
  ];
}
