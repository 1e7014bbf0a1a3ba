/** token-authorizer: the authorizer of the REST API in front of MCP servers. It gives each request its token. */
import { Duration } from 'aws-cdk-lib';
import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import { UNAUTHORIZED } from '../../src/contract/metrics.ts';
import type { AlarmDefinition } from '../operations/alarms.ts';
import { FIVE_MINUTES } from '../operations/stage-metrics.ts';
import type { BrokerFunction } from './function.ts';
import type { AlarmContext, FunctionDefinition } from './function-definition.ts';
import { grantInjection, injectorAlarms } from './injector.ts';

export const tokenAuthorizer: FunctionDefinition = {
  description: 'Gives a request to an MCP server its token, at API Gateway',
  // API Gateway waits 10 s for the authorizer of an HTTP API. For a REST API AWS documents no limit, so this function does
  // not rely on a longer one. A refresh on demand may take 8 s of it.
  timeout: Duration.seconds(10),
  // Every request to an MCP server waits for it, so its cold start must be short.
  memory: 1024,
  containsServers: true,
  startsFast: true,
  grantRights: grantInjection,
  alarms: (own, context) => injectorAlarms(own, context, errorsBut401(own, context)),
};

/**
 * It makes API Gateway answer 401 by throwing an error, which Lambda counts as an error of the invocation: whoever has no token
 * could ring. So the requests that its log calls unauthorized are taken off. The two counts of the newest period can be a moment
 * apart, so two periods must agree.
 */
function errorsBut401(
  { function: own }: BrokerFunction,
  { metrics, thresholds }: AlarmContext,
): AlarmDefinition {
  return {
    id: 'token-authorizer-errors',
    section: 'injector-errors',
    description: 'Invocations of token-authorizer fail, beside those that it refuses by an error.',
    metric: new MathExpression({
      expression: `FILL(errors, 0) - FILL(${UNAUTHORIZED}, 0)`,
      usingMetrics: {
        errors: own.metricErrors({ period: FIVE_MINUTES }),
        [UNAUTHORIZED]: metrics.injections('token-authorizer', UNAUTHORIZED),
      },
      period: FIVE_MINUTES,
      label: 'failed',
    }),
    threshold: thresholds.functionErrors,
    periods: 2,
  };
}
