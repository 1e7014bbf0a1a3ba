/**
 * Brings the items of the due index to the workers of one tick. It reads while workers have nothing to do, and it reads
 * the index again from its beginning if an owner had more items than may wait at once.
 */
import type { Share } from '../../contract/refresh.ts';
import { LIMITS } from '../limits.ts';
import type { Ports } from '../ports.ts';
import type { DueItem } from '../stores.ts';
import { dueInOrder } from './due-in-order.ts';
import { dueQueue, ownerOf } from './due-queue.ts';
import type { DueItemOutcome } from './settle-due-item.ts';

/** The due items of one tick. */
export interface DueIntake {
  /** Undefined: this worker has nothing more to do. Other workers may still be busy. */
  take(): Promise<DueItem | undefined>;
  /** `appRests`: no item of this item's app may be settled in this tick. */
  done(item: DueItem, settled: { outcome: DueItemOutcome; appRests: boolean }): void;
  /**
   * How far behind the tick is. What a workspace's own apps leave behind counts only where it had not its whole share of the tick and
   * none of its apps rests: else a slow or refused app of one tenant would raise the alarm, and hide that others are late.
   */
  summary(): { seen: number; soonest: number | undefined; isBehind: boolean };
}

/** After these an item is no longer due, so that a further reading makes progress. */
const PROGRESS = new Set<DueItemOutcome>([
  'refreshed',
  'failing',
  'dead',
  'alive',
  'revocation',
  'kept_alive_later',
  'warned',
]);

/** Makes the intake for what is due before `before` in one share. `take` rejects when the index does not answer. */
export function dueIntake(
  ports: Pick<Ports, 'connections'>,
  what: { before: number; share: Share },
): DueIntake {
  const queue = dueQueue();
  const resting = new Set<string>();
  let source = dueInOrder(ports, what.before, what.share);
  let filling: Promise<void> | undefined;
  const state = { round: 1, isRead: false, refused: 0, progress: 0, seen: 0 };
  /** When the soonest item of each owner was due. */
  const soonest = new Map<string, number>();
  const refused = new Set<string>();
  const hindered = new Set<string>();
  const isOurs = (owner: string) =>
    !hindered.has(owner) && !(queue.ownersAtLimit().has(owner) && isWorkspace(owner));

  const readSome = async (): Promise<void> => {
    for (let count = 0; count < LIMITS.duePage && !queue.isFull(); count++) {
      const { value: item, done } = await source.next();
      if (done || !item) {
        state.isRead = true;
        return;
      }
      if (state.round === 1) state.seen++;
      const owner = ownerOf(item);
      if (!soonest.has(owner)) soonest.set(owner, item.dueAt);
      if (resting.has(item.appKey) && item.status !== 'disconnecting') continue;
      if (queue.offer(item)) continue;
      state.refused++;
      refused.add(owner);
    }
  };
  /** Reads further while workers are busy, so that items further back in the index have their turn too. */
  const readOn = (): Promise<void> => {
    filling ??= readSome().finally(() => {
      filling = undefined;
    });
    // A worker that awaits this reading sees its failure. Without such a worker the next reading fails as well.
    filling.catch(() => undefined);
    return filling;
  };
  /** Starts at the beginning when the queue is empty, some items were refused, and some others are no longer due. */
  const readAgain = (): boolean => {
    if (!state.isRead || state.refused === 0 || state.progress === 0 || !queue.isEmpty()) return false;
    source = dueInOrder(ports, what.before, what.share);
    refused.clear();
    Object.assign(state, { round: state.round + 1, isRead: false, refused: 0, progress: 0 });
    return true;
  };

  return {
    async take() {
      for (;;) {
        const mayRead = !queue.isFull() && (!state.isRead || readAgain());
        const reading = mayRead ? readOn() : undefined;
        const item = queue.take();
        if (item) return item;
        if (!reading) return undefined;
        await reading;
      }
    },
    done(item, { outcome, appRests }) {
      queue.done(item);
      if (PROGRESS.has(outcome)) state.progress++;
      if (outcome === 'paused' && isWorkspace(ownerOf(item))) hindered.add(ownerOf(item));
      if (!appRests) return;
      resting.add(item.appKey);
      queue.drop(item);
    },
    summary: () => ({
      seen: state.seen,
      soonest: least([...soonest].flatMap(([owner, dueAt]) => (isOurs(owner) ? [dueAt] : []))),
      isBehind: !state.isRead || [...refused, ...queue.ownersWaiting()].some(isOurs),
    }),
  };
}

/** Whether an owner is a workspace with apps of its own, and not a verified app. */
function isWorkspace(owner: string): boolean {
  return !owner.includes('/');
}

function least(times: readonly number[]): number | undefined {
  return times.reduce<number | undefined>((soonest, time) => Math.min(soonest ?? time, time), undefined);
}
