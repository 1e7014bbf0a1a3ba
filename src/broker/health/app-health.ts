/**
 * Whether an app's provider may be asked now, and what its answers and failures say about the app. All processes share
 * one item per version of an app: a breaker that opens after several failures and then lets one request try at a time.
 */
import { isDeepStrictEqual } from 'node:util';
import { VERIFIED } from '../../contract/identifiers.ts';
import type { TokenFailure } from '../../oauth/token-failure.ts';
import { parseAppKey } from '../apps/app-key.ts';
import { LIMITS } from '../limits.ts';
import { newId } from '../new-id.ts';
import type { Ports } from '../ports.ts';
import type { AppHealth, Connection } from '../records.ts';
import type { ConnectionKey, Expectation } from '../stores.ts';
import { healthAfterFailure, withSlowness } from './app-health-after-failure.ts';
import { type FailureReport, type HealthState, stateOf } from './app-health-state.ts';
import { leaveOf, type Trial, takenTrial, wasHeard, withoutTrial } from './app-trial.ts';
import { knownHealth, readHealth } from './known-health.ts';
import { reportAppChange } from './report-app-change.ts';

/** The ports that the gate uses. */
export type AppHealthPorts = Pick<Ports, 'appHealth' | 'activity' | 'events' | 'clock' | 'random' | 'log'>;

/** The connection that asks. */
export interface Asker {
  key: ConnectionKey;
  record: Pick<Connection, 'accountKey' | 'failures' | 'reason'>;
}

/**
 * Whether the provider may be asked; else `retryAt`, milliseconds since the epoch. Health `undefined`: no failure is
 * known.
 */
export type Permission =
  | { mayAsk: true; asker: Asker; health: AppHealth | undefined; trial?: Trial; takenAt?: number }
  | { mayAsk: false; retryAt: number };

/** What became of a request. */
export interface Asked {
  appKey: string;
  permission: Permission;
  /** How long the provider took, in milliseconds. */
  took: number;
}

/** The gate before the providers, for one tick or one refresh on demand. It keeps what it read for a short time. */
export interface AppGate {
  askingAllowed(appKey: string, asker: Asker): Promise<Permission>;
  /** Whether the app is known to rest, for every connection alike. */
  rests(appKey: string): boolean;
  /** The provider answered with tokens or about one grant, which outvotes all earlier failures. */
  noteAnswer(asked: Asked): Promise<void>;
  noteFailure(asked: Asked, failure: TokenFailure): Promise<void>;
  /**
   * Gives a trial back of which nothing was noted, because the provider was not asked or nobody is to blame: else all others would
   * wait until it lapses, each time that this connection is tried first. Never rejects.
   */
  giveBack(appKey: string, permission: Permission): Promise<void>;
}

/** Makes a gate. Its methods reject when the table does not answer. */
export function appGate(ports: AppHealthPorts): AppGate {
  const known = knownHealth(ports);
  /** Apps whose failures this process wrote since their last answer. */
  const failing = new Set<string>();
  const settled = new WeakSet<Permission>();
  return {
    async askingAllowed(appKey, asker) {
      const health = await known.read(appKey);
      const now = ports.clock.now();
      const isHeard = health !== undefined && wasHeard(health, reporterOf(appKey, asker));
      const leave = leaveOf(health, hasFailed(asker) || isHeard, now);
      if (!leave.mayAsk) return leave;
      if (!leave.trial || !health) return { mayAsk: true, asker, health };
      known.forget(appKey);
      if (await write(ports, appKey, { before: health, set: takenTrial(leave.trial, now) }))
        return { mayAsk: true, asker, health, trial: leave.trial, takenAt: now };
      return { mayAsk: false, retryAt: now + LIMITS.trialTime };
    },
    rests: (appKey) => (known.last(appKey)?.pauseUntil ?? 0) > ports.clock.now(),
    async noteAnswer(asked) {
      const { appKey, permission, took } = asked;
      settled.add(permission);
      const hasFailedHere = failing.delete(appKey);
      const mayBeUnwell = permission.mayAsk && permission.health !== undefined;
      if (!mayBeUnwell && !hasFailedHere && took < LIMITS.slowAnswer) return;
      await noteAnswer(ports, asked);
      known.forget(appKey);
    },
    async noteFailure(asked, failure) {
      failing.add(asked.appKey);
      settled.add(asked.permission);
      await noteFailure(ports, asked, failure);
      known.forget(asked.appKey);
    },
    async giveBack(appKey, permission) {
      if (!permission.mayAsk || settled.has(permission)) return;
      const { trial, takenAt } = permission;
      if (trial === undefined || takenAt === undefined) return;
      await update(ports, appKey, (state) => withoutTrial(state, trial, takenAt)).catch(() => undefined);
      known.forget(appKey);
    },
  };
}

/**
 * A gate that is always open, for connections that each have their own provider host: one host's failure says nothing
 * about another.
 */
export const OPEN_GATE: AppGate = {
  askingAllowed: async (_, asker) => ({ mayAsk: true, asker, health: undefined }),
  rests: () => false,
  noteAnswer: async () => undefined,
  noteFailure: async () => undefined,
  giveBack: async () => undefined,
};

/** Writes under the condition that nobody wrote since `before` was read. */
function write(
  { appHealth, random }: AppHealthPorts,
  appKey: string,
  { before, set }: { before: AppHealth | undefined; set: Partial<HealthState> },
): Promise<boolean> {
  const change = { ...set, revision: revisionAfter(before) };
  return appHealth.change({ appKey }, { expect: unchanged(before), set: change, writeId: newId({ random }) });
}

/** Another one than before, also where somebody wrote a number that has no next one. */
function revisionAfter({ revision = 0 }: Partial<AppHealth> = {}): number {
  return revision < Number.MAX_SAFE_INTEGER ? revision + 1 : 1;
}

function unchanged(before: AppHealth | undefined): Expectation<AppHealth> {
  const { revision } = before ?? {};
  return { revision: revision === undefined ? { absent: true } : { is: revision } };
}

/** A healthy app costs no write, and a slow one a write in a while. */
async function noteAnswer(ports: AppHealthPorts, { appKey, took }: Asked): Promise<void> {
  await update(ports, appKey, ({ slowUntil }) =>
    withSlowness({ ...stateOf(undefined), slowUntil }, took, ports.clock.now()),
  );
}

/** The provider did not answer, or it refused the request or the app's credentials. */
async function noteFailure(
  ports: AppHealthPorts,
  { appKey, permission, took }: Asked,
  failure: TokenFailure,
): Promise<void> {
  if (!permission.mayAsk) return;
  const report = reportOf(appKey, permission, ports.clock.now());
  await update(ports, appKey, (before) =>
    withSlowness(healthAfterFailure(before, failure, report), took, report.now),
  );
}

/** Reads, judges and writes, again if another process was faster. An app without any trouble has no item. */
async function update(
  ports: AppHealthPorts,
  appKey: string,
  judge: (before: HealthState) => HealthState,
): Promise<void> {
  for (let round = 0; round < LIMITS.healthRounds; round++) {
    const item = await readHealth(ports, appKey);
    const before = stateOf(item);
    const set = judge(before);
    if (isDeepStrictEqual(set, before) && (item === undefined || !isWell(set))) return;
    const isWritten =
      item && isWell(set)
        ? await ports.appHealth.delete({ appKey }, unchanged(item))
        : await write(ports, appKey, { before: item, set });
    if (!isWritten) continue;
    if (before.alertedAt === undefined && set.alertedAt !== undefined)
      await reportAppChange(ports, appKey, 'app_misconfigured');
    if (before.alertedAt !== undefined && set.alertedAt === undefined)
      await reportAppChange(ports, appKey, 'app_recovered');
    return;
  }
}

function isWell(state: HealthState): boolean {
  return isDeepStrictEqual(state, stateOf(undefined));
}

function reportOf(
  appKey: string,
  { asker, trial }: Extract<Permission, { mayAsk: true }>,
  now: number,
): FailureReport {
  return {
    reporter: reporterOf(appKey, asker),
    account: asker.record.accountKey,
    hasFailed: hasFailed(asker),
    wasRefused: hasFailed(asker) && asker.record.reason === 'app_misconfigured',
    trial,
    isShared: isShared(appKey),
    now,
  };
}

/** Many workspaces share a verified app, and each has one voice. Of a workspace's own app each connection has one. */
function reporterOf(appKey: string, { key: { workspaceId, connectionId } }: Asker): string {
  return isShared(appKey) ? workspaceId : connectionId;
}

function isShared(appKey: string): boolean {
  return parseAppKey(appKey)?.owner === VERIFIED;
}

function hasFailed({ record: { failures = 0 } }: Asker): boolean {
  return failures > 0;
}
