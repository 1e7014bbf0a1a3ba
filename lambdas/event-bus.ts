import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { eventBus } from '../src/aws/event-bus.ts';
import { requestHandler } from '../src/aws/request-handler.ts';
import type { Events } from '../src/broker/ports.ts';
import type { Variables } from './process.ts';

/** What was done waits no longer than this to be told. Within a Region an answer takes some ten milliseconds. */
const TIMEOUTS = { connect: 500, silence: 1_000 };

export function eventsOf(read: Variables): Events {
  const client = new EventBridgeClient({ maxAttempts: 1, requestHandler: requestHandler(TIMEOUTS) });
  return eventBus({ client, bus: read('eventBus'), environment: read('stage') });
}
