import { USABLE } from '../../contract/statuses.ts';
import type { Connection } from '../records.ts';

/** Whether a connection's tokens may be injected or refreshed. */
export function isUsable({ status }: Pick<Connection, 'status'>): boolean {
  return (USABLE as readonly string[]).includes(status);
}

/** Whether a connection is being disconnected: its tokens are refreshed only to be revoked, and it stays as it is. */
export function isInert({ status }: Pick<Connection, 'status'>): boolean {
  return status === 'disconnecting';
}
