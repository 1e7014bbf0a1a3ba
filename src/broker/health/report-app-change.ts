import { VERIFIED } from '../../contract/identifiers.ts';
import { isEventType, publishEvent } from '../activity/publish-event.ts';
import { recordActivity } from '../activity/record-activity.ts';
import { parseAppKey } from '../apps/app-key.ts';
import type { Ports } from '../ports.ts';

/**
 * Reports to the app's owner: to a workspace in its activity, to the platform as an error of the log, which has an alarm, and as an
 * event. The secret of a workspace's own app is the workspace's to correct: it must not raise the operators' alarm.
 */
export async function reportAppChange(
  ports: Pick<Ports, 'activity' | 'events' | 'clock' | 'random' | 'log'>,
  appKey: string,
  type: 'app_misconfigured' | 'app_recovered',
): Promise<void> {
  const app = parseAppKey(appKey);
  const fields = { provider: app?.provider, outcome: type };
  const isPlatforms = app === undefined || app.owner === VERIFIED;
  if (type === 'app_misconfigured' && isPlatforms) ports.log.error('app_health', fields);
  else ports.log.info('app_health', fields);
  if (!app) return;
  if (!isPlatforms) return recordActivity(ports, app.owner, { type, provider: app.provider });
  const at = ports.clock.now();
  if (isEventType(type))
    await publishEvent(ports, { id: ports.random.uuidV7(at), at, type, provider: app.provider });
}
