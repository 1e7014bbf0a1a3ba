/**
 * Whether an app's provider may be asked now, and what an answer or its absence says about the app (design section 8). One
 * item an app, shared by all processes; a breaker that opens for several connections at once and lets one try at a time.
 */
import type { TokenFailure } from '../oauth/token-failure.ts';
import { parseAppKey } from './app-key.ts';
import { LIMITS } from './limits.ts';
import { newId } from './new-id.ts';
import type { ConnectionKey, Ports } from './ports.ts';
import { recordActivity } from './record-activity.ts';
import type { AppHealth } from './records.ts';

export type HealthNeeds = Pick<Ports, 'appHealth' | 'activity' | 'clock' | 'random' | 'log'>;

/** `undefined` health: nothing is known, so nothing is wrong. */
export type Permission = { mayAsk: true; health: AppHealth | undefined } | { mayAsk: false; retryAt: number };

/** What one tick, or one refresh on demand, knows of the apps that it asks for. */
export interface AppGate {
  askingAllowed(appKey: string): Promise<Permission>;
  noteAnswer(appKey: string, permission: Permission): Promise<void>;
  noteFailure(failed: Failed): Promise<void>;
}

export function appGate(ports: HealthNeeds): AppGate {
  const known = new Map<string, { since: number; permission: Promise<Permission> }>();
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
      if (!permission.mayAsk || !permission.health) return;
      await noteAnswer(ports, appKey, permission.health);
      forget(appKey);
    },
    async noteFailure(failed) {
      await noteFailure(ports, failed);
      forget(failed.appKey);
    },
  };
}

function isTrial(permission: Permission): permission is { mayAsk: true; health: AppHealth } {
  return permission.mayAsk && permission.health?.openings !== undefined;
}

function refusedUntilTried({ health }: { health: AppHealth }): Permission {
  return { mayAsk: false, retryAt: health.pauseUntil };
}

/** Takes the one trial where a breaker may be about to close. */
async function readPermission(ports: HealthNeeds, appKey: string): Promise<Permission> {
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
async function noteAnswer(ports: HealthNeeds, appKey: string, health: AppHealth): Promise<void> {
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
async function noteFailure(ports: HealthNeeds, { appKey, key, failure, permission }: Failed): Promise<void> {
  // Lost races mean that somebody else noted the same trouble; three rounds keep the count honest enough.
  for (let round = 0; round < 3; round++) {
    const before = await ports.appHealth.read({ appKey });
    if (before && isKnown(before, failure) && !isTrial(permission)) return;
    const after = worsened(before, failure, { key, now: ports.clock.now() });
    const expect = before
      ? { pauseUntil: { is: before.pauseUntil } }
      : { pauseUntil: { absent: true as const } };
    if (!(await ports.appHealth.change({ appKey }, { expect, set: after, writeId: newId(ports) }))) continue;
    if (after.alertedAt !== undefined && before?.alertedAt === undefined)
      await tell(ports, appKey, 'app_misconfigured');
    return;
  }
}

/** The app rests already, for a reason as bad: what was under way when it opened does not open the breaker further. */
function isKnown({ openings, reason }: AppHealth, { kind }: TokenFailure): boolean {
  return (
    openings !== undefined &&
    kind !== 'throttled' &&
    (kind !== 'configuration' || reason === 'app_misconfigured')
  );
}

type Worse = AppHealth & { [K in 'failing' | 'openings' | 'alertedAt']: AppHealth[K] };

/** Pure. */
function worsened(
  before: AppHealth | undefined,
  { kind, retryAfter }: TokenFailure,
  { key, now }: { key: ConnectionKey; now: number },
): Worse {
  const { pauseUntil = 0, failing = [], openings, alertedAt } = before ?? {};
  const unchanged = { failing, openings, alertedAt };
  if (kind === 'throttled') {
    const asked = Math.min((retryAfter ?? 0) * 1_000, LIMITS.retryAfterCap);
    const until = now + Math.max(asked, LIMITS.throttlePause);
    return { ...unchanged, pauseUntil: Math.max(pauseUntil, until), reason: 'provider_throttled' };
  }
  if (kind === 'configuration') {
    const until = now + LIMITS.configurationPause;
    return {
      failing: [],
      openings: (openings ?? 0) + 1,
      alertedAt: alertedAt ?? now,
      pauseUntil: until,
      reason: 'app_misconfigured',
    };
  }
  const name = `${key.workspaceId}/${key.connectionId}`;
  const several = [...new Set([...failing, name])];
  const opens = openings !== undefined || several.length >= LIMITS.breakerOpensAt;
  if (!opens) return { ...unchanged, failing: several, pauseUntil, reason: 'provider_unavailable' };
  const pause = Math.min(LIMITS.breakerPause * 2 ** Math.min(openings ?? 0, 10), LIMITS.breakerPauseCap);
  return {
    failing: [],
    openings: (openings ?? 0) + 1,
    alertedAt,
    pauseUntil: now + pause,
    reason: 'provider_unavailable',
  };
}

/** To whoever owns the app: a workspace in its activity, the platform in the log that the alarm reads. */
async function tell(
  ports: HealthNeeds,
  appKey: string,
  type: 'app_misconfigured' | 'app_recovered',
): Promise<void> {
  const app = parseAppKey(appKey);
  const told = { provider: app?.provider, outcome: type };
  if (type === 'app_misconfigured') ports.log.error('app_health', told);
  else ports.log.info('app_health', told);
  if (app && app.owner !== 'verified')
    await recordActivity(ports, app.owner, { type, provider: app.provider });
}
