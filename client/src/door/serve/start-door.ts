/** Starts a door: one HTTP server on this machine. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Injector } from '../../injector.ts';
import { SYSTEM, type System } from '../../system.ts';
import type { DoorConfig } from '../config/door-config.ts';
import { DOOR_LIMITS } from '../door-limits.ts';
import { answerRequest, type DoorPorts } from './answer-request.ts';
import { keptRefusals } from './kept-refusals.ts';
import { ownHosts } from './known-gateway.ts';
import { listenAtSocket } from './listen-at-socket.ts';

export interface DoorOptions {
  config: DoorConfig;
  injector: Pick<Injector, 'inject'>;
  log?: DoorPorts['log'];
  system?: Pick<System, 'now' | 'randomBytes'>;
}

export interface RunningDoor {
  /** `127.0.0.1:7070`, or the path of the socket. */
  address: string;
  /** Ends all connections. */
  close(): Promise<void>;
}

/** @throws {DoorError} `listen_refused` */
export async function startDoor({
  config,
  injector,
  log = () => {},
  system = SYSTEM,
}: DoorOptions): Promise<RunningDoor> {
  const ports: DoorPorts = { config, injector, log, system, refusals: keptRefusals(system) };
  let own: ReadonlySet<string> = new Set();
  const server = createServer(
    {
      maxHeaderSize: DOOR_LIMITS.requestHeaders,
      requestTimeout: DOOR_LIMITS.requestTime,
      headersTimeout: DOOR_LIMITS.requestTime,
      // No host at all must be refused as another host is: by knownGateway.
      requireHostHeader: false,
    },
    (incoming, response) => void answerRequest(ports, { incoming, response, ownHosts: own }),
  );
  const { listen } = config;
  if ('socket' in listen) await listenAtSocket(server, listen);
  else await listenAtPort(server, listen);
  const bound = server.address() as AddressInfo | string;
  own = ownHosts(listen, typeof bound === 'string' ? 0 : bound.port);
  return { address: addressOf(bound), close: () => closed(server) };
}

function listenAtPort(server: Server, { host, port }: { host: string; port: number }): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port }, resolve);
  });
}

const addressOf = (bound: AddressInfo | string) =>
  typeof bound === 'string'
    ? bound
    : `${bound.family === 'IPv6' ? `[${bound.address}]` : bound.address}:${bound.port}`;

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
