import { EventType } from '../contract/events.ts';
import type { Ports, Told } from './ports.ts';

export type EventNeeds = Pick<Ports, 'events' | 'log'>;

/** Whoever listens is told; whether the bus answers changes nothing of what was done, so that is only logged (T180). */
export async function sendEvent({ events, log }: EventNeeds, told: Told): Promise<void> {
  try {
    await events.send(told);
  } catch (error) {
    log.error('event_not_sent', {
      workspaceId: told.workspaceId,
      connectionId: told.connectionId,
      outcome: told.type,
      error: error instanceof Error ? error.name : 'unknown',
    });
  }
}

export function isEventType(type: string): type is EventType {
  return EventType.options.some((known) => known === type);
}
