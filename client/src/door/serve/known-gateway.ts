/** Which gateway asks. It is answered before anything of its client's request is read (T203). */
import { timingSafeEqual } from 'node:crypto';
import type { DoorGateway, ListenAddress } from '../config/door-config.ts';
import { digestOf, isSecret } from '../config/gateway-secret.ts';
import { type AskingRequest, plainHeader } from './asking-request.ts';

/** The header with a gateway's secret. */
export const GATEWAY_HEADER = 'X-Connections-Door';

/** The name by which gateways call a door at a Unix socket. */
export const SOCKET_HOST = 'localhost';

/** The gateway. Undefined: it has no secret of the configuration, called another host, or is a page in a browser. */
export function knownGateway(
  request: AskingRequest,
  gateways: readonly DoorGateway[],
  own: ReadonlySet<string>,
): DoorGateway | undefined {
  const secret = plainHeader(request, GATEWAY_HEADER);
  if (isOfPage(request) || !secret || !isSecret(secret)) return undefined;
  const gateway = withSecret(gateways, secret);
  const host = plainHeader(request, 'Host') || '';
  return gateway && (own.has(host) || gateway.hosts.has(host)) ? gateway : undefined;
}

/** Compares with all gateways in the same time, so that nobody learns a digest by measuring. */
function withSecret(gateways: readonly DoorGateway[], secret: string): DoorGateway | undefined {
  const digest = digestOf(secret);
  return gateways.filter((gateway) => timingSafeEqual(gateway.digest, digest))[0];
}

/** Browsers send these, also to a name that somebody else points to this machine. Gateways never do. */
function isOfPage({ headers }: AskingRequest): boolean {
  return [...headers.keys()].some((name) => name === 'origin' || name.startsWith('sec-fetch-'));
}

/** The values of `Host` that name this door. `port` is the one that it got. */
export function ownHosts(listen: ListenAddress, port: number): ReadonlySet<string> {
  if ('socket' in listen) return new Set([SOCKET_HOST]);
  const host = listen.host === '::1' ? '[::1]' : listen.host;
  return new Set([`${host}:${port}`, `localhost:${port}`]);
}
