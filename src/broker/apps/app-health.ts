/**
 * Whether an app's provider may be asked now, and what an answer or its absence says about the app (design section 8). One
 * item an app, shared by all processes; a breaker that opens for several connections at once and lets one try at a time.
 */
import { VERIFIED } from '../../contract/identifiers.ts';
import type { TokenFailure } from '../../oauth/token-failure.ts';
import { isEventType, publishEvent } from '../activity/publish-event.ts';
import { recordActivity } from '../activity/record-activity.ts';
import { LIMITS } from '../limits.ts';
import { newId } from '../new-id.ts';
import type { Ports } from '../ports.ts';
import type { AppHealth } from '../records.ts';
import type { ConnectionKey } from '../stores.ts';
import { isKnown, worsened } from './app-health-after.ts';
import { parseAppKey } from './app-key.ts';

export type AppHealthPorts = Pick<Ports, 'appHealth' | 'activity' | 'events' | 'clock' | 'random' | 'log'>;

/** `undefined` health: nothing is known, so nothing is wrong. */
export type Permission = { mayAsk: true; health: AppHealth | undefined } | { mayAsk: false; retryAt: number };

/** What one tick, or one refresh on demand, knows of the apps that it asks for. */
export interface AppGate {
  askingAllowed(appKey: string): Promise<Permission>;
  noteAnswer(appKey: string, permission: Permission): Promise<void>;
  noteFailure(failed: Failed): Promise<void>;
}

export function appGate(ports: AppHealthPorts): AppGate {
  const known = new Map<string, { since: number; permission: Promise<Permission> }>();
  // Who fails at once writes at once, and only one of those writes stays: so each tells of all.
  const failing = new Map<string, Set<string>>();
  const forget = (appKey: string) => known.delete(appKey);
  return {
    async askingAllowed(appKey) {
      const last = known.get(appKey);
      if (last && ports.clock.now() - last.since < LIMITS.appHealthAge) return last.permission;
      const permission = readPermission(ports, appKey);
      permission.catch(() => forget(appKey));
      // The one trial is the asker's alone; everybody else waits for what comes of it.
      const forOthers = permission.then((given) => (isTrial(given) ? refusedUntilTried(given) : given));
      forOthers.catch(() => undefined);
      known.set(appKey, { since: ports.clock.now(), permission: forOthers });
      return permission;
    },
    async noteAnswer(appKey, permission) {
      failing.delete(appKey);
      if (!permission.mayAsk || !permission.health) return;
      await noteAnswer(ports, appKey, permission.health);
      forget(appKey);
    },
    async noteFailure(failed) {
      const { appKey } = failed;
      const by = failing.get(appKey) ?? new Set();
      failing.set(appKey, by.add(reporter(failed)));
      await noteFailure(ports, failed, by);
      forget(appKey);
    },
  };
}

/** For an app whose connections each have a provider host of their own: what one meets says nothing about another. */
export const EVERYBODY_MAY: AppGate = {
  askingAllowed: async () => ({ mayAsk: true, health: undefined }),
  noteAnswer: async () => undefined,
  noteFailure: async () => undefined,
};

function isTrial(permission: Permission): permission is { mayAsk: true; health: AppHealth } {
  return permission.mayAsk && permission.health?.openings !== undefined;
}

function refusedUntilTried({ health }: { health: AppHealth }): Permission {
  return { mayAsk: false, retryAt: health.pauseUntil };
}

/** Takes the one trial where a breaker may be about to close. */
async function readPermission(ports: AppHealthPorts, appKey: string): Promise<Permission> {
  const health = await ports.appHealth.read({ appKey });
  const now = ports.clock.now();
  if (!health) return { mayAsk: true, health };
  if (health.pauseUntil > now) return { mayAsk: false, retryAt: health.pauseUntil };
  if (health.openings === undefined) return { mayAsk: true, health };
  const pauseUntil = now + LIMITS.trialTime;
  const isOurs = await ports.appHealth.change(
    { appKey },
    { expect: { pauseUntil: { is: health.pauseUntil } }, set: { pauseUntil }, writeId: newId(ports) },
  );
  return isOurs
    ? { mayAsk: true, health: { ...health, pauseUntil } }
    : { mayAsk: false, retryAt: pauseUntil };
}

/** The provider answered: tokens, or its word about one grant. Costs nothing while all is well. */
async function noteAnswer(ports: AppHealthPorts, appKey: string, health: AppHealth): Promise<void> {
  const gone = await ports.appHealth.delete({ appKey }, { pauseUntil: { is: health.pauseUntil } });
  if (gone && health.alertedAt !== undefined) await tell(ports, appKey, 'app_recovered');
}

export interface Failed {
  /** What its asking was allowed by: a trial that fails says more than a request that was already under way. */
  permission: Permission;
  appKey: string;
  key: ConnectionKey;
  failure: TokenFailure;
}

/** The provider did not answer, or accused the app. */
async function noteFailure(
  ports: AppHealthPorts,
  { appKey, failure, permission }: Failed,
  by: ReadonlySet<string>,
): Promise<void> {
  // A lost race means that somebody else noted the same trouble.
  for (let round = 0; round < LIMITS.healthRounds; round++) {
    const before = await ports.appHealth.read({ appKey });
    if (before && isKnown(before, failure) && !isTrial(permission)) return;
    const after = worsened(before, failure, { by, ...thresholdsOf(appKey, failure), now: ports.clock.now() });
    const expect = before
      ? { pauseUntil: { is: before.pauseUntil } }
      : { pauseUntil: { absent: true as const } };
    if (!(await ports.appHealth.change({ appKey }, { expect, set: after, writeId: newId(ports) }))) continue;
    if (after.alertedAt !== undefined && before?.alertedAt === undefined)
      await tell(ports, appKey, 'app_misconfigured');
    return;
  }
}

/** Of a verified app, which many workspaces share, a workspace counts once: none can open its breaker alone. */
function reporter({ appKey, key: { workspaceId, connectionId } }: Failed): string {
  return isVerified(appKey) ? workspaceId : connectionId;
}

/** Wrong credentials of a workspace's own app are certain at once, and concern nobody else. */
function thresholdsOf(appKey: string, { isVague }: TokenFailure) {
  const isShared = isVerified(appKey);
  return {
    configurationAt: isShared || isVague ? LIMITS.breakerOpensAt : 1,
    // What one workspace brought on itself rests no other for long; its own connection waits as long as it was told to.
    restAtMost: isShared ? LIMITS.sharedThrottlePause : LIMITS.retryAfterCap,
  };
}

function isVerified(appKey: string): boolean {
  return parseAppKey(appKey)?.owner === VERIFIED;
}

/** To whoever owns the app: a workspace in its activity, the platform in the log that the alarm reads. */
async function tell(
  ports: AppHealthPorts,
  appKey: string,
  type: 'app_misconfigured' | 'app_recovered',
): Promise<void> {
  const app = parseAppKey(appKey);
  const told = { provider: app?.provider, outcome: type };
  if (type === 'app_misconfigured') ports.log.error('app_health', told);
  else ports.log.info('app_health', told);
  if (!app) return;
  if (app.owner !== VERIFIED) return recordActivity(ports, app.owner, { type, provider: app.provider });
  const at = ports.clock.now();
  if (isEventType(type))
    await publishEvent(ports, { id: ports.random.uuidV7(at), at, type, provider: app.provider });
}
