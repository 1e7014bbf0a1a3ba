import type { z } from 'zod';
import type { ActivityPage, CallPage } from '../../../src/contract/resources.ts';
import { type ApiClient, inWorkspace, queryOf } from './client.ts';
import type { Call, CallDay, CountedCalls } from './types.ts';

/** What a list of calls is narrowed to. */
export interface CallFilter {
  server?: string | undefined;
  tool?: string | undefined;
  connection?: string | undefined;
  outcome?: Call['outcome'] | undefined;
  mine?: boolean | undefined;
  /** `YYYY-MM-DD`, in UTC. Absent: the last seven days. */
  from?: string | undefined;
  to?: string | undefined;
}

/** What the activity is narrowed to. Days are in UTC. */
export interface ActivityFilter {
  person?: string | undefined;
  provider?: string | undefined;
  connection?: string | undefined;
  server?: string | undefined;
  /** A type, or several with a comma between them. */
  type?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
}

/** Parts of an export that are joined at most: 100,000 rows, or fewer where the rows are long or a filter matches few of them. */
const EXPORT_PARTS = 20;

/** Records of calls and of what people did. */
export function recordsApi(client: ApiClient, workspace: string) {
  const path = (...rest: string[]) => inWorkspace(workspace, ...rest);
  return {
    call: (operationId: string): Promise<Call> => client.json('GET', path('calls', operationId)),
    calls: (filter: CallFilter, page: Page): Promise<z.infer<typeof CallPage>> =>
      client.json('GET', path('calls') + queryOf({ ...filter, ...page })),
    callCounts: (filter: Pick<CallFilter, 'connection' | 'server' | 'from' | 'to'>): Promise<CountedCalls> =>
      client.json('GET', path('call-counts') + queryOf({ ...filter })),
    /** Oldest first. */
    callDays: async (filter: { days: number; connection?: string; server?: string }): Promise<CallDay[]> =>
      (await client.json<{ days: CallDay[] }>('GET', path('call-days') + queryOf(filter))).days,
    activity: (filter: ActivityFilter, page: Page): Promise<z.infer<typeof ActivityPage>> =>
      client.json('GET', path('activity') + queryOf({ ...filter, ...page })),
    exportActivity: (filter: ActivityFilter) =>
      exported(client, path('activity.csv'), queryOf({ ...filter })),
    exportCalls: (filter: CallFilter) => exported(client, path('calls.csv'), queryOf({ ...filter })),
  };
}

export interface Page {
  limit: number;
  cursor?: string | undefined;
}

/** One CSV file out of its parts. `isWhole` is false if there were too many parts. */
async function exported(
  client: ApiClient,
  path: string,
  query: string,
): Promise<{ file: Blob; isWhole: boolean }> {
  const parts: Blob[] = [];
  let next: string | undefined = query;
  while (next !== undefined && parts.length < EXPORT_PARTS) {
    const response = await client.request('GET', path + next);
    parts.push(await response.blob());
    next = /^<(\?[^>]+)>; rel="next"$/.exec(response.headers.get('link') ?? '')?.[1];
  }
  return { file: new Blob(parts, { type: 'text/csv' }), isWhole: next === undefined };
}
