/** Which connections use an own OAuth app of the workspace, and which of them its provider refuses. Pure. */
import type { Connection } from '../../api/types.ts';

/** Those that hold tokens which the app got, in whatever status: the app cannot be deleted before them. */
export function usersOf(provider: string, connections: Connection[] = []): Connection[] {
  return connections.filter(
    (each) => each.provider === provider && each.app.owner === 'workspace' && each.status !== 'disconnected',
  );
}

/** Whether the provider refuses the credentials of the app. The grant itself may be alive. */
export function isRefused({ reason }: Connection): boolean {
  return reason === 'app_misconfigured';
}

/** A version that was replaced cannot be corrected: nobody can give it another secret. */
export function refusedVersions(
  app: { version: number },
  users: Connection[],
): { current: Connection[]; older: Connection[] } {
  const refused = users.filter(isRefused);
  return {
    current: refused.filter((each) => each.app.version === app.version),
    older: refused.filter((each) => each.app.version !== app.version),
  };
}

/** Those whose provider refuses them first, then by the name that people read. */
export function sortedApps<T extends { provider: string }>(
  apps: T[],
  connections: Connection[],
  nameOf: (provider: string) => string,
): T[] {
  const rank = ({ provider }: T) => (usersOf(provider, connections).some(isRefused) ? 0 : 1);
  return apps.toSorted(
    (one, other) => rank(one) - rank(other) || nameOf(one.provider).localeCompare(nameOf(other.provider)),
  );
}

/** "1 connection", "no connection", "12 connections". */
export function countOf(connections: readonly unknown[]): string {
  if (connections.length === 0) return 'no connection';
  return connections.length === 1 ? '1 connection' : `${connections.length} connections`;
}
