/**
 * Decides which due item is next: of the owner with the fewest requests under way, within an owner of such an app, and within
 * an app of such a workspace. So a thousand apps of one workspace have one share, and so has a workspace whose requests take
 * long. The queue holds a bounded number of items; the others wait in the index. It uses no clock and no I/O.
 */

import { VERIFIED } from '../../contract/identifiers.ts';
import { parseAppKey } from '../apps/app-key.ts';
import { LIMITS } from '../limits.ts';
import type { DueItem } from '../stores.ts';

/** Due items that wait in memory. */
export interface DueQueue {
  /** False: enough items of its owner wait already, so this one waits in the index. */
  offer(item: DueItem): boolean;
  /** Undefined: no item may be settled now. */
  take(): DueItem | undefined;
  done(item: DueItem): void;
  /** Drops the items that wait for this item's app, because the app may not be asked now. */
  drop(item: DueItem): void;
  /** Whether the queue has no room for an item of any owner. */
  isFull(): boolean;
  isEmpty(): boolean;
  /** Owners of items that wait. */
  ownersWaiting(): string[];
  /** Owners that had as many requests under way as one owner may have. */
  ownersAtLimit(): ReadonlySet<string>;
}

/** Whose share of a tick an item takes: a workspace for its own apps, else the app itself. */
export function ownerOf(item: DueItem): string {
  return pathOf(item)[0];
}

/** A line of the queue, or of one owner, app or workspace in it. Its lines wait in turn, and a workspace has items. */
interface Line {
  underWay: number;
  waiting: number;
  lines: Map<string, Line>;
  items: DueItem[];
}

/** Makes an empty queue. */
export function dueQueue(): DueQueue {
  const all = newLine();
  const atLimit = new Set<string>();
  return {
    offer(item) {
      const { waiting = 0 } = all.lines.get(pathOf(item)[0]) ?? {};
      // No more than is still free, so that some owners with much to do leave room for all others.
      if (waiting >= Math.min(LIMITS.ownerBacklog, LIMITS.tickBacklog - all.waiting)) return false;
      const path = linesTo(all, pathOf(item));
      for (const line of path) line.waiting++;
      path.at(-1)?.items.push(item);
      return true;
    },
    take() {
      const item = takeFrom(all, [LIMITS.appConcurrency, LIMITS.appConcurrency]);
      const owner = item && all.lines.get(ownerOf(item));
      if (item && owner && owner.underWay >= LIMITS.appConcurrency) atLimit.add(ownerOf(item));
      return item;
    },
    done(item) {
      for (const line of linesTo(all, pathOf(item))) line.underWay--;
      forgetIdle(all, pathOf(item));
    },
    drop(item) {
      const path = linesTo(all, pathOf(item).slice(0, 2));
      const app = path.at(-1) as Line;
      const dropped = app.waiting;
      for (const line of path) line.waiting -= dropped;
      for (const workspace of app.lines.values()) Object.assign(workspace, { waiting: 0, items: [] });
      forgetIdle(all, pathOf(item));
    },
    isFull: () => all.waiting >= LIMITS.tickBacklog,
    isEmpty: () => all.waiting === 0,
    ownersWaiting: () => [...all.lines].flatMap(([owner, { waiting }]) => (waiting > 0 ? [owner] : [])),
    ownersAtLimit: () => atLimit,
  };
}

function newLine(): Line {
  return { underWay: 0, waiting: 0, lines: new Map(), items: [] };
}

/**
 * Owner, app and workspace. A verified app has a share of its own, and all apps of a workspace have one together.
 * Disconnects have a separate line: an app whose refreshes are paused still revokes.
 */
function pathOf({ appKey, status, key }: DueItem): [string, string, string] {
  const owner = parseAppKey(appKey)?.owner;
  const app = status === 'disconnecting' ? `${appKey} disconnecting` : appKey;
  return [owner === undefined || owner === VERIFIED ? app : owner, app, key.workspaceId];
}

/** The queue itself and the lines on the path, made if they are missing. */
function linesTo(all: Line, path: string[]): Line[] {
  let line = all;
  return [
    all,
    ...path.map((name) => {
      const next = line.lines.get(name) ?? newLine();
      line.lines.set(name, next);
      line = next;
      return next;
    }),
  ];
}

function forgetIdle(line: Line, [name, ...rest]: string[]): void {
  const next = name === undefined ? undefined : line.lines.get(name);
  if (!next) return;
  forgetIdle(next, rest);
  if (next.underWay === 0 && next.waiting === 0) line.lines.delete(name as string);
}

/** `limits`: how many requests an owner, and then an app, may have under way. A workspace has no limit of its own. */
function takeFrom(line: Line, [limit = Number.POSITIVE_INFINITY, ...limits]: number[]): DueItem | undefined {
  const name = next(line.lines, limit);
  const chosen = name === undefined ? undefined : line.lines.get(name);
  const item = chosen ? takeFrom(chosen, limits) : line.items.shift();
  if (!item) return undefined;
  line.underWay++;
  line.waiting--;
  if (chosen) moveToEnd(line.lines, name as string, chosen);
  return item;
}

/** The name of the line with the fewest requests under way; of equal ones, the line that had its turn longest ago. */
function next(lines: Map<string, Line>, limit: number): string | undefined {
  let best: [string, Line] | undefined;
  for (const each of lines) {
    const [, { waiting, underWay }] = each;
    if (waiting > 0 && underWay < limit && (!best || underWay < best[1].underWay)) best = each;
    if (best?.[1].underWay === 0) break;
  }
  return best?.[0];
}

function moveToEnd(lines: Map<string, Line>, name: string, line: Line): void {
  lines.delete(name);
  lines.set(name, line);
}
