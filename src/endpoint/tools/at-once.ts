/** How much one person does at once in one workspace and in this process: the connections of a process are everybody's (T232). */
import type { Visit } from '../visit.ts';

export interface AtOnce {
  /** Begins one more. Returns how it ends; undefined: there are too many. */
  begin(visit: Visit): (() => void) | undefined;
}

/** Counts up to `most` for each person and workspace. */
export function atOnce(most: number): AtOnce {
  const running = new Map<string, number>();
  return {
    begin({ caller, workspaceId }) {
      const key = JSON.stringify([workspaceId, caller.issuer, caller.subject]);
      const count = running.get(key) ?? 0;
      if (count >= most) return undefined;
      running.set(key, count + 1);
      return () => {
        const left = (running.get(key) ?? 1) - 1;
        if (left > 0) running.set(key, left);
        else running.delete(key);
      };
    },
  };
}
