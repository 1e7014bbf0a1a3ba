import { LIMITS } from './limits.ts';
import type { Ports } from './ports.ts';
import type { Activity } from './records.ts';

/**
 * One audit record of something that was done. What was done stands even if the record cannot be written; that is
 * logged as an error, never passed over (T180).
 */
export async function recordActivity(
  { activity, clock, random, log }: Pick<Ports, 'activity' | 'clock' | 'random' | 'log'>,
  workspaceId: string,
  entry: Omit<Activity, 'at'>,
): Promise<void> {
  const at = clock.now();
  const id = random.uuidV7(at);
  try {
    await activity.change(
      { workspaceId, id },
      {
        expect: { at: { absent: true } },
        set: { at, ...entry },
        writeId: id,
        forgetAt: at + LIMITS.activityRetention,
      },
    );
  } catch {
    log.error('activity_not_recorded', {
      workspaceId,
      connectionId: entry.connectionId,
      outcome: entry.type,
    });
  }
}
