/**
 * Limits on what one person may do in a short time, and on what a workspace may have (T171). Acts are counted before they
 * are done, each by one atomic write, so that no number of parallel requests passes a limit (docs/decisions/0013). The
 * windows are fixed: around the end of one, twice a limit can pass within a moment, and never more.
 */
import { Problem } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import { partsHash } from '../parts-hash.ts';
import type { Ports } from '../ports.ts';
import type { Person } from '../records.ts';

/** The ports of a count. */
export type QuotaPorts = Pick<Ports, 'acts' | 'clock'> & { settings: Pick<Ports['settings'], 'environment'> };

/**
 * Counts one act: for the person over all workspaces, and then for the workspace, so that a person who has none left
 * takes none from others. Call it right after the role was checked, before any other read or write. Throws
 * `too_many_requests` with the seconds until the window ends.
 */
export async function countAct(
  ports: QuotaPorts,
  { caller, workspaceId }: { caller: Person; workspaceId: string },
): Promise<void> {
  await count(ports, ['acts of a person', caller.issuer, caller.subject], LIMITS.actsOfPerson);
  await count(ports, ['acts of a workspace', workspaceId], LIMITS.actsOfWorkspace);
}

/**
 * Counts one disconnect or deletion, for the person alone: members who use up a workspace's acts cannot keep its
 * administrator from ending something. Throws `too_many_requests` with the seconds until the window ends.
 */
export async function countEnding(ports: QuotaPorts, { issuer, subject }: Person): Promise<void> {
  await count(ports, ['endings of a person', issuer, subject], LIMITS.endingsOfPerson);
}

/** Counts one change of what is kept of the person's own name. Throws `too_many_requests` with the seconds until the window ends. */
export async function countNaming(ports: QuotaPorts, { issuer, subject }: Person): Promise<void> {
  await count(ports, ['namings of a person', issuer, subject], LIMITS.namingsOfPerson);
}

async function count(ports: QuotaPorts, of: string[], limit: number): Promise<void> {
  const { isTaken, endsIn } = await takeOne(ports, of, { limit, window: LIMITS.actsWindow });
  if (!isTaken) throw new Problem('too_many_requests', { retryAfter: Math.ceil(endsIn / 1_000) });
}

/**
 * Takes one of `limit` within the fixed window that is now. `of` says of whose and what; the key is its hash, since a subject can
 * be an address. `window` and `endsIn`, until the window ends: milliseconds.
 */
export async function takeOne(
  { acts, clock, settings }: QuotaPorts,
  of: string[],
  { limit, window: length }: { limit: number; window: number },
): Promise<{ isTaken: boolean; endsIn: number }> {
  const now = clock.now();
  const window = Math.floor(now / length);
  const ends = (window + 1) * length;
  const counter = partsHash([settings.environment, ...of]);
  return { isTaken: await acts.take({ counter, window }, { limit, forgetAt: ends }), endsIn: ends - now };
}

/**
 * Takes a new item back when there are more than `limit` with it, and throws `quota_exceeded`: those that were made at
 * once saw room for each of them. `list` must be strongly consistent; then no more than `limit` are left.
 */
export async function withdrawOverQuota(
  limit: number,
  { list, withdraw }: { list(): Promise<readonly unknown[]>; withdraw(): Promise<unknown> },
): Promise<void> {
  if ((await list()).length <= limit) return;
  await withdraw();
  throw new Problem('quota_exceeded');
}

/** Throws `quota_exceeded` when `limit` items exist. Call it only for a new item: existing ones may always change. */
export function refuseOverQuota(limit: number, existing: readonly unknown[]): void {
  if (existing.length >= limit) throw new Problem('quota_exceeded');
}
