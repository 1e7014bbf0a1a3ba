import { EventOutcome } from '../../contract/events.ts';
import { LIMITS } from '../limits.ts';
import type { Ports } from '../ports.ts';
import type { Activity } from '../records.ts';
import { isEventType, publishEvent } from './publish-event.ts';

/** The ports that recording an activity uses. */
export type RecordPorts = Pick<Ports, 'activity' | 'events' | 'clock' | 'random' | 'log'>;

/**
 * Writes one audit record, and publishes an event if the type has one. Never rejects: what it records is done already,
 * so a failure to write or to publish is logged as an error (T180).
 */
export async function recordActivity(
  ports: RecordPorts,
  workspaceId: string,
  entry: Omit<Activity, 'at'>,
): Promise<void> {
  const at = ports.clock.now();
  const id = ports.random.uuidV7(at);
  const { type, connectionId, provider, outcome } = entry;
  await Promise.all([
    write(ports, { workspaceId, id }, { at, ...entry }),
    isEventType(type) &&
      publishEvent(ports, {
        id,
        at,
        type,
        workspaceId,
        connectionId,
        provider,
        outcome: EventOutcome.safeParse(outcome).data,
      }),
  ]);
}

async function write(
  { activity, log }: RecordPorts,
  key: { workspaceId: string; id: string },
  record: Activity,
): Promise<void> {
  try {
    await activity.change(key, {
      expect: { at: { absent: true } },
      set: record,
      writeId: key.id,
      forgetAt: record.at + LIMITS.activityRetention,
    });
  } catch {
    log.error('activity_not_recorded', {
      workspaceId: key.workspaceId,
      connectionId: record.connectionId,
      activity: record.type,
    });
  }
}
