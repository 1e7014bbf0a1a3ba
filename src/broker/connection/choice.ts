/** A connection whose account reaches several tenants, until a person has chosen one. */
import type { Connection } from '../records.ts';
import type { ConnectionKey } from '../stores.ts';
import { dueAttributes } from './due-shard.ts';
import { isRefreshable } from './usable.ts';

type Stored = { [K in keyof Connection]?: Connection[K] | undefined };

/** Whether a person still has to choose. The sealed list says so, whatever the status of an edited row is. */
export function isChoiceOpen({ tenants }: Pick<Connection, 'tenants'>): boolean {
  return tenants !== undefined;
}

/** Names the list to choose from. A new consent makes another list. */
export function choiceOf({ epoch }: Pick<Connection, 'epoch'>): string {
  return `choice-${epoch}`;
}

/** Whether nobody chose in time. */
export function isChoiceOver(record: Connection, now: number): boolean {
  const { choiceUntil = Number.POSITIVE_INFINITY } = record;
  return isRefreshable(record) && isChoiceOpen(record) && choiceUntil <= now;
}

/** What a store of tokens, or of a failure, writes beside its own attributes: the choice stays open, and its end stays due. */
export function keptOpen(
  key: ConnectionKey,
  record: Pick<Stored, 'tenants' | 'choiceUntil'> & Pick<Connection, 'status'>,
  stored: Stored,
): Stored {
  const { tenants, choiceUntil } = record;
  if (!tenants || choiceUntil === undefined || !isRefreshable(record)) return {};
  // Without a refresh token no earlier warning helps: the person was asked to choose already.
  const next = stored.sealedRefresh === undefined ? stored.accessExpiresAt : stored.dueAt;
  const dueAt = Math.min(choiceUntil, next ?? choiceUntil);
  return { status: 'choice_needed', ...dueAttributes(key, dueAt) };
}
