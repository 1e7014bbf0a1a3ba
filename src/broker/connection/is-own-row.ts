import { VERIFIED } from '../../contract/identifiers.ts';
import type { Connection } from '../records.ts';
import type { ConnectionKey } from '../stores.ts';

/**
 * Whether a row's provider is the one of its connection id, and its app the platform's or the workspace's own: an app of
 * another workspace is nobody's here (invariant I4). Pure.
 */
export function isOwnRow(
  { workspaceId, connectionId }: ConnectionKey,
  { provider, appOwner }: Pick<Connection, 'provider' | 'appOwner'>,
): boolean {
  return isOfProvider(connectionId, provider) && (appOwner === VERIFIED || appOwner === workspaceId);
}

/** `google` and `google~sales` are connections of `google` (T058). */
export function isOfProvider(connectionId: string, provider: string): boolean {
  return connectionId === provider || connectionId.startsWith(`${provider}~`);
}
