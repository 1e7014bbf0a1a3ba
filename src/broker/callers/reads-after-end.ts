/**
 * The reads of the API, without what was a person's whom an operator ended (T223): the issuer may have given the name to somebody else,
 * who has the same personal workspace. Other workspaces are read as they are.
 */
import { is, PERSONAL_WORKSPACE_ID } from '../../contract/identifiers.ts';
import { OPERATOR } from '../operator.ts';
import type { CallReads, PublicReads, RecordedActivity } from '../stores.ts';

type Kept<T> = (item: T) => boolean;

/** `at`: when the item began, in milliseconds since the epoch. */
async function after<T>(
  reads: Pick<PublicReads, 'personEndedAt'>,
  workspaceId: string,
  at: (item: T) => number,
): Promise<Kept<T>> {
  if (!is(PERSONAL_WORKSPACE_ID, workspaceId)) return () => true;
  const endedAt = await reads.personEndedAt(workspaceId);
  return endedAt === undefined ? () => true : (item) => at(item) > endedAt;
}

/** Connections that were connected before, and what happened before, are left out. */
export function readsAfterEnd(reads: PublicReads): PublicReads {
  return {
    ...reads,
    async connections(workspaceId) {
      const [found, isKept] = await Promise.all([
        reads.connections(workspaceId),
        after<{ connectedAt: number }>(reads, workspaceId, ({ connectedAt }) => connectedAt),
      ]);
      return found.filter(({ record }) => isKept(record));
    },
    async connection(key) {
      const found = await reads.connection(key);
      const isKept = await after<{ connectedAt: number }>(
        reads,
        key.workspaceId,
        ({ connectedAt }) => connectedAt,
      );
      return found && isKept(found) ? found : undefined;
    },
    async activity(workspaceId, limit, before) {
      const [{ items, ...page }, isKept] = await Promise.all([
        reads.activity(workspaceId, limit, before),
        activityAfter(reads, workspaceId),
      ]);
      return { items: items.filter(isKept), ...page };
    },
  };
}

/**
 * What was done to connections of before is told after the end, too: revocations, and the end itself. So an entry about a connection
 * is kept if the connection was connected after the end, and before the entry.
 */
async function activityAfter(reads: PublicReads, workspaceId: string): Promise<Kept<RecordedActivity>> {
  const endedAt = is(PERSONAL_WORKSPACE_ID, workspaceId) ? await reads.personEndedAt(workspaceId) : undefined;
  if (endedAt === undefined) return () => true;
  const since = new Map<string | undefined, number>([[undefined, endedAt]]);
  for (const { key, record } of await reads.connections(workspaceId))
    if (record.connectedAt > endedAt) since.set(key.connectionId, record.connectedAt);
  return ({ at, actor, connectionId }) =>
    actor !== OPERATOR && at >= (since.get(connectionId) ?? Number.POSITIVE_INFINITY) && at > endedAt;
}

/** Calls of before are left out. */
export function callReadsAfterEnd(calls: CallReads, reads: Pick<PublicReads, 'personEndedAt'>): CallReads {
  const ofCall = ({ at }: { at: number }) => at;
  return {
    async call(key) {
      const found = await calls.call(key);
      return found && (await after(reads, key.workspaceId, ofCall))(found) ? found : undefined;
    },
    async calls(at, paging) {
      const { items, ...page } = await calls.calls(at, paging);
      const isKept = await after(reads, at.workspaceId, ofCall);
      return { items: items.filter(({ record }) => isKept(record)), ...page };
    },
    async names(at, paging) {
      // Names have no time: the days of before would be counted. Nobody who was ended counts them.
      const endedAt = is(PERSONAL_WORKSPACE_ID, at.workspaceId)
        ? await reads.personEndedAt(at.workspaceId)
        : undefined;
      return endedAt !== undefined && Date.parse(at.day) <= endedAt ? { items: [] } : calls.names(at, paging);
    },
  };
}
