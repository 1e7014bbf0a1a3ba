/**
 * Marks of what is under way at an OAuth client, and not to be seen in a connection: a consent before its store, and a
 * revocation that ends a whole grant. Each side writes its own mark and then reads those of the other side, so of two that
 * overlap at least one sees the other. A mark holds back and never allows: a forged one delays a revocation, or
 * makes a person consent again, for some minutes; where one is removed, revocations go on as if there had been none, and its own
 * consent is refused.
 */

import type { PinnedApp } from '../apps/pinned-app.ts';
import { isCustom, isRemote } from '../apps/provider-kinds.ts';
import { LIMITS } from '../limits.ts';
import { newId } from '../new-id.ts';
import { partsHash } from '../parts-hash.ts';
import type { Ports } from '../ports.ts';
import type { GrantMark } from '../records.ts';
import type { GrantMarkKey, Keyed } from '../stores.ts';

/** The ports of whoever makes a mark. */
export type MarkPorts = Pick<Ports, 'grantMarks' | 'clock' | 'random'>;

/**
 * Hash of what accounts of one grant have in common: provider and client, and the workspace where the provider is its own.
 * Connections with the same account key have the same client key.
 */
export function clientKeyOf({ provider, appOwner, clientId }: PinnedApp): string {
  return partsHash(['client', provider, isCustom(provider) || isRemote(provider) ? appOwner : '', clientId]);
}

/** Makes a mark and returns its key. Rejects if the table does not take it. */
export async function makeMark(
  ports: MarkPorts,
  client: Pick<GrantMarkKey, 'clientKey' | 'kind'>,
  mark: GrantMark,
): Promise<GrantMarkKey> {
  const key = { ...client, id: ports.random.uuidV7(ports.clock.now()) };
  await ports.grantMarks.change(key, {
    expect: { until: { absent: true } },
    set: { ...mark },
    writeId: newId(ports),
    forgetAt: mark.until,
  });
  return key;
}

/**
 * The marks of one kind that have not lapsed. One that seems to lapse later than any that could be made now was made by nobody: it
 * holds nothing, or a single forged one would hold back all tenants of the client for ever. Strongly consistent.
 */
export async function standingMarks(
  { grantMarks, clock }: Pick<Ports, 'grantMarks' | 'clock'>,
  client: Pick<GrantMarkKey, 'clientKey' | 'kind'>,
): Promise<Keyed<GrantMarkKey, GrantMark>[]> {
  const now = clock.now();
  const marks = await grantMarks.since(client, now - LIMITS.grantMarkAge);
  return marks.filter(({ record: { until } }) => until > now && until <= now + LIMITS.grantMarkAge);
}

/** Removes a mark. Never rejects: a mark that stays lapses. */
export async function removeMark(
  { grantMarks }: Pick<Ports, 'grantMarks'>,
  key: GrantMarkKey,
): Promise<void> {
  await grantMarks.delete(key, {}).catch(() => undefined);
}
