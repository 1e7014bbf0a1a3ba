import { EventType } from '../../contract/events.ts';
import { errorName } from '../error-name.ts';
import type { EventToPublish, Ports } from '../ports.ts';

export type EventPorts = Pick<Ports, 'events' | 'log'>;

/** Publishes what was done. A bus that does not answer changes nothing of what was done, so its failure is logged (T180). */
export async function publishEvent({ events, log }: EventPorts, event: EventToPublish): Promise<void> {
  const { workspaceId, connectionId, type } = event;
  try {
    await events.publish(event);
  } catch (error) {
    log.error('event_not_published', { workspaceId, connectionId, activity: type, error: errorName(error) });
  }
}

export function isEventType(type: string): type is EventType {
  return EventType.options.some((known) => known === type);
}
