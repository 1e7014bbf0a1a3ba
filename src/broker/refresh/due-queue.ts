/**
 * Decides which due item is next: of the app with the fewest requests under way, and within an app of one workspace
 * after another. It holds a bounded number of items; the others wait in the index. It uses no clock and no I/O.
 */
import { LIMITS } from '../limits.ts';
import type { DueItem } from '../stores.ts';

/** Due items that wait in memory. */
export interface DueQueue {
  /** False: enough items of its app wait already, so this one waits in the index. */
  offer(item: DueItem): boolean;
  /** Undefined: no item may be settled now. */
  take(): DueItem | undefined;
  done(item: DueItem): void;
  /** Drops the items that wait for this item's app, because the app may not be asked now. */
  drop(item: DueItem): void;
  /** Whether the queue has no room for an item of any app. */
  isFull(): boolean;
  isEmpty(): boolean;
}

interface Line {
  underWay: number;
  waiting: number;
  /** Workspaces in turn, each with its items, soonest first. */
  workspaces: Map<string, DueItem[]>;
}

/** Makes an empty queue. */
export function dueQueue(): DueQueue {
  const lines = new Map<string, Line>();
  let waiting = 0;
  const lineOf = (item: DueItem) => {
    const line = lines.get(lineName(item)) ?? { underWay: 0, waiting: 0, workspaces: new Map() };
    lines.set(lineName(item), line);
    return line;
  };
  const forgetIfIdle = (item: DueItem, line: Line) => {
    if (line.underWay === 0 && line.waiting === 0) lines.delete(lineName(item));
  };
  return {
    offer(item) {
      const line = lineOf(item);
      if (line.waiting >= LIMITS.appBacklog) return false;
      const { workspaceId } = item.key;
      const items = line.workspaces.get(workspaceId);
      if (items) items.push(item);
      else line.workspaces.set(workspaceId, [item]);
      line.waiting++;
      waiting++;
      return true;
    },
    take() {
      const line = next([...lines.values()]);
      if (!line) return undefined;
      line.underWay++;
      line.waiting--;
      waiting--;
      return takeInTurn(line);
    },
    done(item) {
      const line = lineOf(item);
      line.underWay--;
      forgetIfIdle(item, line);
    },
    drop(item) {
      const line = lineOf(item);
      waiting -= line.waiting;
      line.waiting = 0;
      line.workspaces.clear();
      forgetIfIdle(item, line);
    },
    isFull: () => waiting >= LIMITS.tickBacklog,
    isEmpty: () => waiting === 0,
  };
}

/** Disconnects have a separate line: an app whose refreshes are paused still revokes. */
function lineName({ appKey, status }: DueItem): string {
  return status === 'disconnecting' ? `${appKey} disconnecting` : appKey;
}

function next(lines: Line[]): Line | undefined {
  const free = lines.filter(({ waiting, underWay }) => waiting > 0 && underWay < LIMITS.appConcurrency);
  return free.reduce<Line | undefined>(
    (best, line) => (!best || line.underWay < best.underWay ? line : best),
    undefined,
  );
}

/** Takes the soonest item of the first workspace, which then moves to the end of the line. */
function takeInTurn({ workspaces }: Line): DueItem {
  const [workspaceId, items] = workspaces.entries().next().value as [string, DueItem[]];
  const item = items.shift() as DueItem;
  workspaces.delete(workspaceId);
  if (items.length > 0) workspaces.set(workspaceId, items);
  return item;
}
