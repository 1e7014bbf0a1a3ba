/** Publishes events to EventBridge. */
import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { Events, EventToPublish } from '../broker/ports.ts';
import { type ConnectionEvent, EVENT_SOURCE } from '../contract/events.ts';

export interface EventBusOptions {
  /** Must make one attempt only, because the request that caused the event waits for it. */
  client: EventBridgeClient;
  /** Name of the event bus. */
  bus: string;
  /** Name of the stage. */
  environment: string;
}

/** An event port on one bus. `publish` rejects if EventBridge does not accept the event. */
export function eventBus({ client, bus, environment }: EventBusOptions): Events {
  return {
    async publish(event) {
      const entry = {
        EventBusName: bus,
        Source: EVENT_SOURCE,
        DetailType: event.type,
        Detail: JSON.stringify(detailOf(event, environment)),
        Time: new Date(event.at),
      };
      const { FailedEntryCount, Entries } = await client.send(new PutEventsCommand({ Entries: [entry] }));
      // EventBridge answers 200 also if it refused the event; the entry then has an error code.
      if (FailedEntryCount !== 0) throw new EventRefused(Entries?.[0]?.ErrorCode);
    },
  };
}

function detailOf({ at, ...event }: EventToPublish, environment: string): ConnectionEvent {
  return { version: '1', ...event, at: new Date(at).toISOString(), environment };
}

/** Its name is EventBridge's error code, since only names are logged. */
class EventRefused extends Error {
  constructor(code = 'EventRefused') {
    super('EventBridge refused the event');
    this.name = code;
  }
}
