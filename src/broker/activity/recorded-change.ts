/** Changes of what says where tokens go. Their record comes first, so that no crash leaves a change without one. */
import { errorName } from '../error-name.ts';
import { Problem } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import { newId } from '../new-id.ts';
import type { Ports } from '../ports.ts';
import type { Activity, Person } from '../records.ts';
import { hostsIn } from './addresses.ts';
import { isEventType, publishEvent } from './publish-event.ts';

/** The ports of a recorded change. */
export type ChangePorts = Pick<Ports, 'activity' | 'events' | 'clock' | 'random' | 'log'>;

/** Of a server or an app: what is changed, by whom, and its addresses before and after. */
export type Registration = Pick<
  Activity,
  | 'type'
  | 'provider'
  | 'connectionId'
  | 'server'
  | 'clientId'
  | 'version'
  | 'addressesBefore'
  | 'addressesAfter'
  | 'toolChanges'
  | 'toolsChanged'
> & { workspaceId: string; caller: Person };

/**
 * Writes the entry and the log line, makes the change, and publishes the event. A change that is refused with a Problem gets its
 * code as the entry's outcome. After any other error it is not known whether the change was made, and the entry says that it was:
 * the activity can hold too much, and never too little. Throws `temporarily_unavailable`, with nothing changed, if the entry
 * cannot be written; else what `change` throws.
 */
export async function recordedChange<T>(
  ports: ChangePorts,
  registration: Registration,
  change: () => Promise<T>,
): Promise<T> {
  const at = ports.clock.now();
  const key = { workspaceId: registration.workspaceId, id: ports.random.uuidV7(at) };
  await writeEntry(ports, key, entryOf(registration, at));
  ports.log.info('registration', lineOf(registration));
  try {
    const result = await change();
    await publish(ports, { id: key.id, at }, registration);
    return result;
  } catch (error) {
    if (error instanceof Problem) await noteRefused(ports, key, registration, error.code);
    throw error;
  }
}

type EntryKey = { workspaceId: string; id: string };

function entryOf({ workspaceId: _, caller, ...what }: Registration, at: number): Activity {
  return { at, ...what, actor: caller.subject, actorIssuer: caller.issuer };
}

async function writeEntry({ activity, log }: ChangePorts, key: EntryKey, entry: Activity): Promise<void> {
  try {
    const forgetAt = entry.at + LIMITS.activityRetention;
    await activity.change(key, { expect: { at: { absent: true } }, set: entry, writeId: key.id, forgetAt });
  } catch (cause) {
    const { workspaceId } = key;
    log.error('activity_not_recorded', { workspaceId, activity: entry.type, error: errorName(cause) });
    throw new Problem('temporarily_unavailable', { cause });
  }
}

async function noteRefused(
  ports: ChangePorts,
  key: EntryKey,
  registration: Registration,
  outcome: Problem['code'],
): Promise<void> {
  ports.log.info('registration', { ...lineOf(registration), outcome });
  try {
    // A problem and a reason of a status have one code alike, which no change of a registration meets.
    const set = { outcome: outcome as NonNullable<Activity['outcome']> };
    await ports.activity.change(key, { expect: { at: { moreThan: 0 } }, set, writeId: newId(ports) });
  } catch (error) {
    const { workspaceId, type: activity } = registration;
    ports.log.error('activity_not_recorded', { workspaceId, activity, error: errorName(error) });
  }
}

function lineOf({ type, caller, addressesBefore, addressesAfter, ...what }: Registration) {
  const { workspaceId, provider, server } = what;
  const { issuer, subject } = caller;
  const hosts = { hostsBefore: hostsIn(addressesBefore ?? []), hostsAfter: hostsIn(addressesAfter ?? []) };
  return { workspaceId, activity: type, provider, server, ...hosts, issuer, subject };
}

async function publish(
  ports: ChangePorts,
  { id, at }: { id: string; at: number },
  { type, caller, workspaceId, provider, server, clientId, version, ...of }: Registration,
): Promise<void> {
  if (!isEventType(type)) return;
  const actor = { issuer: caller.issuer, subject: caller.subject };
  const hosts = {
    hostsBefore: hostsIn(of.addressesBefore ?? []),
    hostsAfter: hostsIn(of.addressesAfter ?? []),
  };
  await publishEvent(ports, {
    id,
    at,
    type,
    workspaceId,
    provider,
    server,
    clientId,
    appVersion: version,
    actor,
    ...hosts,
  });
}
