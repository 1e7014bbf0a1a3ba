/** Whether a workspace may have tokens sent to a URL (T144). */
import type { FieldFault } from '../../contract/problems.ts';
import { hostOf } from '../../contract/servers/server-hosts.ts';
import { appKeyOf } from '../apps/app-key.ts';
import { inPlaceOrRefused, type PlacePorts } from '../apps/places.ts';
import type { Ports } from '../ports.ts';

/** The ports of a look at a URL. */
export type ServerUrlPorts = PlacePorts &
  Pick<Ports, 'hosts'> & { settings: Pick<Ports['settings'], 'workspaceServers'> };

/**
 * Returns what is wrong with the URL of a workspace's server. It must be https on port 443 and public; where the stage allows
 * private servers beside the runtime, they may use plain http and any port. Throws `too_many_at_once`: its host's name takes a
 * place of the workspace while it is looked up.
 */
export function serverUrlFault(
  ports: ServerUrlPorts,
  { workspaceId, url }: { workspaceId: string; url: string },
): Promise<FieldFault | undefined> {
  const appKey = appKeyOf({ owner: workspaceId, provider: 'mcp-servers', version: 0 });
  return inPlaceOrRefused(ports, { workspaceId, appKey, isNeeded: true }, () => faultOf(ports, new URL(url)));
}

async function faultOf({ hosts, settings }: ServerUrlPorts, url: URL): Promise<FieldFault | undefined> {
  const { protocol, hostname, port, username, password, hash } = url;
  if (username || password || hash) return 'user_information';
  const isWeb = protocol === 'https:' || protocol === 'http:';
  const mayBePrivate = settings.workspaceServers === 'allow-private-addresses-of-servers-beside-the-runtime';
  if (isWeb && hostOf(url.href) === undefined) return 'malformed_host';
  if (mayBePrivate && isWeb && (await hosts.isPrivate(hostname))) return undefined;
  if (protocol !== 'https:' || port) return 'not_https';
  return (await hosts.isPublic(hostname)) ? undefined : 'not_public';
}
