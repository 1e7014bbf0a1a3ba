import type { Provider, Server } from '../../api/types.ts';
import { isRemoteServer, takesAddress } from '../../servers/kind-of-server.ts';

/** What an admin can change beside the account. Undefined: nothing, since the catalogue or the operator says it. */
export type Edit = 'registration' | 'remote' | 'address';

/** Pure. */
export function editOf(server: Server, provider: Provider | undefined): Edit | undefined {
  if (isRemoteServer(server)) return 'remote';
  if (server.source === 'workspace') return server.id.startsWith('provider:') ? undefined : 'registration';
  if (provider === undefined) return undefined;
  const catalogueUrl = provider.servers.find(({ id }) => id === server.id)?.url;
  const isKnown = provider.servers.some(({ id }) => id === server.id);
  return isKnown && takesAddress(server, catalogueUrl) ? 'address' : undefined;
}

/** Whether the workspace stored anything of the server that can be deleted. Pure. */
export function isStoredHere(server: Server, edit: Edit | undefined): boolean {
  if (server.source === 'workspace' && !server.id.startsWith('provider:')) return true;
  const hasAddress = edit === 'address' && server.reason !== 'no_address';
  return hasAddress || server.connectionId !== server.provider;
}
