/**
 * Who comes next: the soonest of the app that has the least under way, and within an app one workspace after another. Holds
 * a bounded number of items; what does not fit waits in the index. Pure bookkeeping: no clock, no I/O.
 */
import { LIMITS } from '../limits.ts';
import type { DueItem } from '../stores.ts';

export interface DueQueue {
  /** False: its app has enough waiting already, so this one waits in the index. */
  offer(item: DueItem): boolean;
  /** Undefined: nothing that may be worked on now. */
  take(): DueItem | undefined;
  done(item: DueItem): void;
  /** Drops what waits for this app, which may not be asked now. */
  drop(item: DueItem): void;
  /** No room for anything, whoever it is of. */
  isFull(): boolean;
  isEmpty(): boolean;
}

interface Line {
  underWay: number;
  waiting: number;
  /** Workspaces in turn, each with its items, soonest first. */
  workspaces: Map<string, DueItem[]>;
}

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

/** Disconnects stand in a line of their own: an app whose refreshes rest still revokes. */
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

/** The first workspace's soonest; the workspace then goes to the end of the line. */
function takeInTurn({ workspaces }: Line): DueItem {
  const [workspaceId, items] = workspaces.entries().next().value as [string, DueItem[]];
  const item = items.shift() as DueItem;
  workspaces.delete(workspaceId);
  if (items.length > 0) workspaces.set(workspaceId, items);
  return item;
}
