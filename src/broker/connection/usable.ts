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

/** Whether a connection is being disconnected: its tokens are refreshed only to be revoked, and it stays as it is. */
export function isInert({ status }: Pick<Connection, 'status'>): boolean {
  return status === 'disconnecting';
}
