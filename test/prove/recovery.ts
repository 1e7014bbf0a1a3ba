/**
 * How long a connection that failed waits until it works again, and what it waits for. It is watched beside the table: each
 * failure and each claim says until when nobody may ask, and from then on the next tick has to.
 */
import type { Connection } from '../../src/broker/records.ts';
import type { Change, ConnectionKey } from '../../src/broker/stores.ts';

/** Why a connection may not be asked about yet (docs/refresh.md). */
export const WAITS = ['replay', 'Retry-After', 'back-off', 'lease'] as const;
export type Wait = (typeof WAITS)[number];

/** Times are milliseconds. */
export interface Recovery {
  app: string;
  /** The first failure. */
  since: number;
  /** From when on the provider could be asked again, after the last failure. */
  readyAt: number;
  /** What the last wait was for. */
  wait: Wait;
  at: number;
}

interface Ailing {
  since: number;
  readyAt: number;
  wait: Wait;
  claim?: { id: string; until: number };
}

/** One tick: when it began, whether a fault struck its process, and the apps whose breaker was open. */
export interface TickNote {
  at: number;
  isStruck: boolean;
  resting: ReadonlySet<string>;
}

export interface RecoveryWatch {
  recoveries: Recovery[];
  /** A write that was done. */
  note(key: ConnectionKey, change: Change<Connection>): void;
}

export function recoveryWatch(now: () => number): RecoveryWatch {
  const ailing = new Map<string, Ailing>();
  const recoveries: Recovery[] = [];
  const note = (key: ConnectionKey, { set }: Change<Connection>) => {
    const name = `${key.workspaceId}/${key.connectionId}`;
    const app = key.connectionId.split('~')[0] ?? '';
    const known = ailing.get(name);
    if (set.status === 'refresh_failing')
      ailing.set(name, {
        since: known?.since ?? now(),
        readyAt: set.nextAttemptAt ?? 0,
        wait: waitOf(app, set),
      });
    else if (known && set.status === 'active') {
      const isLate = known.claim !== undefined && known.claim.id !== set.tokensStoredBy;
      const readyAt = isLate ? Math.max(known.readyAt, known.claim?.until ?? 0) : known.readyAt;
      recoveries.push({ app, since: known.since, readyAt, wait: known.wait, at: now() });
      ailing.delete(name);
    } else if (known && set.status) ailing.delete(name);
    else if (known && set.leaseUntil && set.leaseId) {
      // The claim before this one was never settled: its process died, or is slower than its lease.
      if (known.claim && known.claim.until > known.readyAt)
        Object.assign(known, { readyAt: known.claim.until, wait: 'lease' });
      known.claim = { id: set.leaseId, until: set.leaseUntil };
    } else if (known && set.nextAttemptAt)
      Object.assign(known, { readyAt: set.nextAttemptAt, wait: 'replay', claim: undefined });
  };
  return { recoveries, note };
}

function waitOf(app: string, { attemptId, reason }: Change<Connection>['set']): Wait {
  if (attemptId !== undefined && (app === 'strict' || app === 'remote')) return 'replay';
  return reason === 'provider_throttled' ? 'Retry-After' : 'back-off';
}

/** The longest way from a first failure to a success, by what the last wait was for, in milliseconds. */
export function longestBy(recoveries: Recovery[]): Record<Wait, number> {
  const longest = (wait: Wait) =>
    recoveries.reduce((most, each) => (each.wait === wait ? Math.max(most, each.at - each.since) : most), 0);
  return Object.fromEntries(WAITS.map((wait) => [wait, longest(wait)])) as Record<Wait, number>;
}

/**
 * Recoveries for which more than two ticks came and went that could have brought them: no fault struck the tick, and the app
 * did not rest.
 */
export function lateRecoveries(recoveries: Recovery[], ticks: TickNote[]): Recovery[] {
  const working = ticks.filter(({ isStruck }) => !isStruck).sort((one, other) => one.at - other.at);
  return recoveries.filter(({ app, readyAt, at }) => {
    // Two ticks of one minute do the same work.
    const minutes = new Set<number>();
    for (let index = firstAfter(working, readyAt); index < working.length; index++) {
      const tick = working[index] as TickNote;
      if (tick.at > at) break;
      if (!tick.resting.has(app)) minutes.add(tick.at);
    }
    return minutes.size > 2;
  });
}

/** The index of the first tick at or after `time`, by halving: a long run has some hundred thousand ticks. */
function firstAfter(ticks: TickNote[], time: number): number {
  let [low, high] = [0, ticks.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ticks[middle] as TickNote).at < time) low = middle + 1;
    else high = middle;
  }
  return low;
}
