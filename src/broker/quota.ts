/** How much one person may begin in a short time, and how much a workspace may have (T171). */
import type { Caller } from './caller.ts';
import { Problem } from './errors.ts';
import { LIMITS } from './limits.ts';
import type { Ports } from './ports.ts';
import type { ActivityType } from './records.ts';
import type { PublicReads } from './stores.ts';

/** What leaves something in the table each time. */
const ACTS: readonly ActivityType[] = ['connect_started', 'oauth_app_put', 'mcp_server_put'];

/** Throws `too_many_requests`. The activity is the count: each of these acts leaves an entry. */
export async function refuseHurry(
  { reads, clock }: Pick<Ports, 'clock'> & { reads: Pick<PublicReads, 'activity'> },
  { workspaceId, caller }: { workspaceId: string; caller: Caller },
): Promise<void> {
  const { items } = await reads.activity(workspaceId, LIMITS.actsOfWorkspace);
  const since = clock.now() - LIMITS.actsWindow;
  const recent = items.filter(({ at, type }) => at > since && ACTS.includes(type));
  const own = recent.filter(({ actor }) => actor === caller.subject);
  if (own.length >= LIMITS.actsOfPerson || recent.length >= LIMITS.actsOfWorkspace)
    throw new Problem('too_many_requests');
}

/** Throws `quota_exceeded` where there are `most` already. What is there may always be changed. */
export function refuseBeyond(most: number, present: readonly unknown[]): void {
  if (present.length >= most) throw new Problem('quota_exceeded');
}
