/** oauth-callback: the public redirect URI. It passes the answer of a provider on to the dashboard, and has no right. */
import { Duration } from 'aws-cdk-lib';
import { FIVE_MINUTES } from '../operations/stage-metrics.ts';
import type { FunctionDefinition } from './function-definition.ts';
import { functionErrors, throttled } from './shared-alarms.ts';

export const oauthCallback: FunctionDefinition = {
  description: 'Passes the answer of a provider on to the dashboard',
  // It asks nobody. The timeout is short, because anybody may call it.
  timeout: Duration.seconds(5),
  memory: 512,

  grantRights() {},

  alarms: (own, context) => [
    // A flood of the callback is throttled by design (T170). The other functions must never be throttled.
    throttled(own, context, context.thresholds.callbackThrottles),
    functionErrors(own, context),
    {
      id: 'callback-flood',
      section: 'callback-flood',
      description: 'The public callback is called far more often than people consent.',
      metric: own.function.metricInvocations({ period: FIVE_MINUTES }),
      threshold: context.thresholds.callbackInvocations,
    },
  ],
};
