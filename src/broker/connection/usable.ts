import { REFRESHABLE, USABLE } from '../../contract/statuses.ts';
import type { Connection } from '../records.ts';

/** Whether a connection's tokens may be refreshed. */
export function isRefreshable({ status }: Pick<Connection, 'status'>): boolean {
  return (REFRESHABLE as readonly string[]).includes(status);
}

/** Whether a connection's tokens may be injected. */
export function isUsable({ status }: Pick<Connection, 'status'>): boolean {
  return (USABLE as readonly string[]).includes(status);
}

/** The condition on the status of a write that keeps what a connection is: refreshable, or being disconnected. */
export function sameKind(record: Pick<Connection, 'status'>) {
  return isInert(record) ? { is: 'disconnecting' as const } : { isOneOf: REFRESHABLE };
}

/** Whether a connection is being disconnected: its tokens are refreshed only to be revoked, and it stays as it is. */
export function isInert({ status }: Pick<Connection, 'status'>): boolean {
  return status === 'disconnecting';
}
