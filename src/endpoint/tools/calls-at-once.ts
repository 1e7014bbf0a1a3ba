/** How many calls of one person in one workspace run at once in this process: the connections of a process are everybody's (T232). */
import { ENDPOINT_LIMITS as LIMITS } from '../limits.ts';
import type { Visit } from '../visit.ts';

export interface CallsAtOnce {
  /** Begins a call. Returns how it ends; undefined: there are too many. */
  begin(visit: Visit): (() => void) | undefined;
}

export function callsAtOnce(): CallsAtOnce {
  const running = new Map<string, number>();
  return {
    begin({ caller, workspaceId }) {
      const key = JSON.stringify([workspaceId, caller.issuer, caller.subject]);
      const count = running.get(key) ?? 0;
      if (count >= LIMITS.callsAtOnce) return undefined;
      running.set(key, count + 1);
      return () => {
        const left = (running.get(key) ?? 1) - 1;
        if (left > 0) running.set(key, left);
        else running.delete(key);
      };
    },
  };
}
