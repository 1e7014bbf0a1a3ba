import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { eventBus } from '../src/aws/event-bus.ts';
import { requestHandler } from '../src/aws/request-handler.ts';
import { LIMITS } from '../src/broker/limits.ts';
import type { Events } from '../src/broker/ports.ts';
import type { Variables } from './process.ts';

/** The events port on the stage's bus. */
export function eventsOf(read: Variables): Events {
  const client = new EventBridgeClient({
    maxAttempts: 1,
    requestHandler: requestHandler(LIMITS.busTimeouts),
  });
  return eventBus({ client, bus: read('eventBus'), environment: read('stage') });
}
