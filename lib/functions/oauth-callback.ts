/** oauth-callback: the public redirect URI. It marks a consent session and reads nothing. */
import { Duration } from 'aws-cdk-lib';
import { CALLBACK_ATTRIBUTES, TTL, WRITE_ID } from '../../src/contract/table.ts';
import { FIVE_MINUTES } from '../operations/stage-metrics.ts';
import { every, naming, ofTypes, RETURNING_NOTHING } from '../storage/table-conditions.ts';
import type { FunctionDefinition } from './function-definition.ts';
import { throttled } from './shared-alarms.ts';

export const oauthCallback: FunctionDefinition = {
  description: 'Marks one consent session',
  // It computes one hash and makes one write. The timeout is short, because anybody may call it.
  timeout: Duration.seconds(5),
  memory: 512,

  grantRights(role, { table }) {
    const marking = naming([...CALLBACK_ATTRIBUTES, WRITE_ID, TTL]);
    table.allow(role, ['UpdateItem'], every(ofTypes('consentSession'), marking, RETURNING_NOTHING));
  },

  alarms: (own) => [
    // A flood of the callback is throttled by design (T170). The other functions must never be throttled.
    throttled(own, 100),
    {
      id: 'callback-flood',
      section: 'callback-flood',
      description: 'The public callback is called far more often than people consent.',
      metric: own.function.metricInvocations({ period: FIVE_MINUTES }),
      // Half of what the throttle of its route lets through.
      threshold: 3_000,
    },
  ],
};
