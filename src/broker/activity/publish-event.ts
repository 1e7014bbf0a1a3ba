import { EventType } from '../../contract/events.ts';
import { errorName } from '../error-name.ts';
import type { EventToPublish, Ports } from '../ports.ts';

/** The ports that publishing an event uses. */
export type EventPorts = Pick<Ports, 'events' | 'log'>;

/**
 * Publishes one event. Never rejects: what the event reports is done already, so a failure of the bus is logged (T180).
 */
export async function publishEvent({ events, log }: EventPorts, event: EventToPublish): Promise<void> {
  const { workspaceId, connectionId, type } = event;
  try {
    await events.publish(event);
  } catch (error) {
    log.error('event_not_published', { workspaceId, connectionId, activity: type, error: errorName(error) });
  }
}

/** Whether an activity of this type is also published as an event. */
export function isEventType(type: string): type is EventType {
  return EventType.options.some((known) => known === type);
}
