/** Whether a person who registered a remote server is sent on at once. */
import type { Connection, RemoteServer } from '../api/types.ts';

/**
 * True: the browser goes to a host that the person has named or confirmed, nothing is missing, and no account would be replaced.
 * Otherwise the dialog says first where the browser goes. Pure.
 */
export function isOneClick({ authorization, provider }: RemoteServer, connections: Connection[]): boolean {
  const { authorizationHost, client, issuer, resource } = authorization;
  const isSeen = [issuer, resource].some((address) => URL.parse(address)?.host === authorizationHost);
  const isConnected = connections.some(
    (each) => each.provider === provider && each.status !== 'disconnected',
  );
  return isSeen && client !== 'needed' && !isConnected;
}
