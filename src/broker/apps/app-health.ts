/**
 * Whether an app's provider may be asked now, and what its answers and failures say about the app. All processes share
 * one item per version of an app: a breaker that opens after several failures and then lets one request try at a time.
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
import { healthAfterFailure, isAlreadyPaused } from './app-health-after-failure.ts';
import { parseAppKey } from './app-key.ts';

/** The ports that the gate uses. */
export type AppHealthPorts = Pick<Ports, 'appHealth' | 'activity' | 'events' | 'clock' | 'random' | 'log'>;

/**
 * Whether the provider may be asked; else `retryAt`, milliseconds since the epoch. Health `undefined`: no failure is
 * known.
 */
export type Permission = { mayAsk: true; health: AppHealth | undefined } | { mayAsk: false; retryAt: number };

/** The gate before the providers, for one tick or one refresh on demand. It keeps what it read for a short time. */
export interface AppGate {
  askingAllowed(appKey: string): Promise<Permission>;
  noteAnswer(appKey: string, permission: Permission): Promise<void>;
  noteFailure(failed: FailedRequest): Promise<void>;
}

/** Makes a gate. Its methods reject when the table does not answer. */
export function appGate(ports: AppHealthPorts): AppGate {
  const known = new Map<string, { since: number; permission: Promise<Permission> }>();
  // Requests that fail at once also write at once, and only one write succeeds: so each write reports all of them.
  const failing = new Map<string, Set<string>>();
  const forget = (appKey: string) => known.delete(appKey);
  return {
    async askingAllowed(appKey) {
      const last = known.get(appKey);
      if (last && ports.clock.now() - last.since < LIMITS.appHealthAge) return last.permission;
      const permission = readPermission(ports, appKey);
      permission.catch(() => forget(appKey));
      // Only this caller gets the one trial; the others wait for its result.
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

/**
 * A gate that is always open, for connections that each have their own provider host: one host's failure says nothing
 * about another.
 */
export const OPEN_GATE: AppGate = {
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

/** Reads the health, and takes the one trial if the breaker's pause is over. */
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

/** The provider answered, with tokens or about one grant. A healthy app costs no write. */
async function noteAnswer(ports: AppHealthPorts, appKey: string, health: AppHealth): Promise<void> {
  const gone = await ports.appHealth.delete({ appKey }, { pauseUntil: { is: health.pauseUntil } });
  if (gone && health.alertedAt !== undefined) await reportChange(ports, appKey, 'app_recovered');
}

/** A request that failed, and the permission that it had. */
export interface FailedRequest {
  /** A failed trial counts more than a failed request that was under way when the breaker opened. */
  permission: Permission;
  appKey: string;
  key: ConnectionKey;
  failure: TokenFailure;
}

/** The provider did not answer, or it refused the app's credentials. */
async function noteFailure(
  ports: AppHealthPorts,
  { appKey, failure, permission }: FailedRequest,
  by: ReadonlySet<string>,
): Promise<void> {
  // A lost race means that another process wrote this app's health.
  for (let round = 0; round < LIMITS.healthRounds; round++) {
    const before = await ports.appHealth.read({ appKey });
    if (before && isAlreadyPaused(before, failure) && !isTrial(permission)) return;
    const after = healthAfterFailure(before, failure, {
      by,
      ...thresholdsOf(appKey, failure),
      now: ports.clock.now(),
    });
    const expect = before
      ? { pauseUntil: { is: before.pauseUntil } }
      : { pauseUntil: { absent: true as const } };
    if (!(await ports.appHealth.change({ appKey }, { expect, set: after, writeId: newId(ports) }))) continue;
    if (after.alertedAt !== undefined && before?.alertedAt === undefined)
      await reportChange(ports, appKey, 'app_misconfigured');
    return;
  }
}

/** Many workspaces share a verified app, so each workspace counts once: no workspace can open its breaker alone. */
function reporter({ appKey, key: { workspaceId, connectionId } }: FailedRequest): string {
  return isVerified(appKey) ? workspaceId : connectionId;
}

/** For a workspace's own app one refusal of its credentials is enough: no other workspace is affected. */
function thresholdsOf(appKey: string, { isVague }: TokenFailure) {
  const isShared = isVerified(appKey);
  return {
    configurationAt: isShared || isVague ? LIMITS.breakerOpensAt : 1,
    // A 429 that one workspace caused pauses the others only briefly; its own connection waits for its full
    // Retry-After.
    longestPause: isShared ? LIMITS.sharedThrottlePause : LIMITS.retryAfterCap,
  };
}

function isVerified(appKey: string): boolean {
  return parseAppKey(appKey)?.owner === VERIFIED;
}

/**
 * Reports to the app's owner: to a workspace in its activity, to the platform in the log, which has an alarm, and as an
 * event.
 */
async function reportChange(
  ports: AppHealthPorts,
  appKey: string,
  type: 'app_misconfigured' | 'app_recovered',
): Promise<void> {
  const app = parseAppKey(appKey);
  const fields = { provider: app?.provider, outcome: type };
  if (type === 'app_misconfigured') ports.log.error('app_health', fields);
  else ports.log.info('app_health', fields);
  if (!app) return;
  if (app.owner !== VERIFIED) return recordActivity(ports, app.owner, { type, provider: app.provider });
  const at = ports.clock.now();
  if (isEventType(type))
    await publishEvent(ports, { id: ports.random.uuidV7(at), at, type, provider: app.provider });
}
