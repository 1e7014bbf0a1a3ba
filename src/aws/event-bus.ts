/** The bus of EventBridge. */
import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { Events, EventToPublish } from '../broker/ports.ts';
import { type ConnectionEvent, EVENT_SOURCE } from '../contract/events.ts';

export interface EventBusOptions {
  /** With one attempt: what was done does not wait for its event. */
  client: EventBridgeClient;
  /** Its name. */
  bus: string;
  /** Name of the stage. */
  environment: string;
}

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
      // EventBridge answers 200 also where it took nothing, and says so inside.
      if (FailedEntryCount !== 0) throw new NotTaken(Entries?.[0]?.ErrorCode);
    },
  };
}

function detailOf({ at, ...event }: EventToPublish, environment: string): ConnectionEvent {
  return { version: '1', ...event, at: new Date(at).toISOString(), environment };
}

/** Its name is EventBridge's code for what was wrong. */
class NotTaken extends Error {
  constructor(code = 'NotTaken') {
    super('the event was not taken');
    this.name = code;
  }
}
