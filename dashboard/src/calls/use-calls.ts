import { useMemo } from 'preact/hooks';
import type { CallDay, CountedCalls } from '../api/types.ts';
import { Resource } from '../data/resource.ts';
import { useHere } from '../shell/here.ts';
import { daysBefore } from '../words/days.ts';
import { DAYS } from './call-bars.tsx';

/** Calls by day, and by server and tool. */
export interface CallsOfOne {
  days: CallDay[];
  counts: CountedCalls;
}

/** The calls with one connection, or of one MCP server. */
export function useCalls(of: 'connection' | 'server', id: string): Resource<CallsOfOne> {
  const { api } = useHere();
  return useMemo(
    () =>
      new Resource(async () => {
        const [days, counts] = await Promise.all([
          api.records.callDays({ days: DAYS, [of]: id }),
          api.records.callCounts({ ...daysBefore(DAYS, Date.now()), [of]: id }),
        ]);
        return { days, counts };
      }),
    [api, of, id],
  );
}
