/**
 * Whose copies in the escrow are settled next. Copies of one connection stay in their order, since a later one continues an
 * earlier one. Connections come in random order and workspaces in turn, so that what cannot be settled hides nothing.
 */
import { LIMITS } from '../limits.ts';
import type { Ports } from '../ports.ts';
import { randomFraction } from '../random-fraction.ts';

/** The paths of one connection's copies, in order. */
export interface ConnectionPaths {
  workspace: string;
  paths: string[];
}

/** Hands out work to workers that run at the same time. */
export interface EscrowQueue {
  /** Undefined: nothing is left, or only what workers of the same workspace will take. */
  take(): ConnectionPaths | undefined;
  /** Call it once for each that was taken. */
  done(taken: ConnectionPaths): void;
}

/** A queue over all of these paths, `<workspace>/<connection>/…` each, as they are listed. */
export function escrowQueue(ports: Pick<Ports, 'random'>, paths: readonly string[]): EscrowQueue {
  const waiting = Map.groupBy(shuffled(ports, connectionsIn(paths)), ({ workspace }) => workspace);
  const underWay = new Map<string, number>();
  const count = (workspace: string) => underWay.get(workspace) ?? 0;
  return {
    take() {
      for (const [workspace, connections] of waiting) {
        if (count(workspace) >= LIMITS.escrowOfWorkspace) continue;
        const next = connections.pop();
        // Behind all others now.
        waiting.delete(workspace);
        if (!next) continue;
        waiting.set(workspace, connections);
        underWay.set(workspace, count(workspace) + 1);
        return next;
      }
      return undefined;
    },
    done: ({ workspace }) => void underWay.set(workspace, count(workspace) - 1),
  };
}

function connectionsIn(paths: readonly string[]): ConnectionPaths[] {
  const byConnection = Map.groupBy(paths, (path) => path.split('/', 2).join('/'));
  return [...byConnection.values()].map((each) => ({ workspace: workspaceOf(each), paths: each }));
}

function workspaceOf([path = '']: string[]): string {
  return path.split('/', 1)[0] ?? '';
}

/** Fisher and Yates. */
function shuffled<T>(ports: Pick<Ports, 'random'>, all: T[]): T[] {
  for (let left = all.length; left > 1; left--) {
    const at = Math.floor(randomFraction(ports) * left);
    [all[at], all[left - 1]] = [all[left - 1] as T, all[at] as T];
  }
  return all;
}
