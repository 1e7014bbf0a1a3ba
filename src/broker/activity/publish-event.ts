import { EventType } from '../../contract/events.ts';
import { errorName } from '../error-name.ts';
import type { EventToPublish, Ports } from '../ports.ts';

export type EventPorts = Pick<Ports, 'events' | 'log'>;

/** Whoever listens is told; whether the bus answers changes nothing of what was done, so that is only logged (T180). */
export async function publishEvent({ events, log }: EventPorts, told: EventToPublish): Promise<void> {
  try {
    await events.send(told);
  } catch (error) {
    log.error('event_not_sent', {
      workspaceId: told.workspaceId,
      connectionId: told.connectionId,
      outcome: told.type,
      error: errorName(error),
    });
  }
}

export function isEventType(type: string): type is EventType {
  return EventType.options.some((known) => known === type);
}
