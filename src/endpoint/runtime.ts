/** What all requests of one process share: the ports, and what is kept of servers. Nothing of it belongs to one request. */
import type { EndpointPorts } from './endpoint-ports.ts';
import { ENDPOINT_LIMITS as LIMITS } from './limits.ts';
import { type RunningCalls, runningCalls } from './running-calls.ts';
import { type AtOnce, atOnce } from './tools/at-once.ts';
import { type KnownServers, knownServers } from './upstream/known-servers.ts';
import { type UpstreamEras, upstreamEras } from './upstream/upstream-eras.ts';
import { type UpstreamLists, upstreamLists } from './upstream/upstream-lists.ts';

export interface Runtime extends EndpointPorts {
  servers: KnownServers;
  lists: UpstreamLists;
  eras: UpstreamEras;
  running: RunningCalls;
  calling: AtOnce;
  listing: AtOnce;
}

export function runtimeOf(ports: EndpointPorts): Runtime {
  const eras = upstreamEras(ports);
  return {
    ...ports,
    eras,
    servers: knownServers(ports),
    lists: upstreamLists({ ...ports, eras }),
    running: runningCalls(),
    calling: atOnce(LIMITS.callsAtOnce),
    listing: atOnce(LIMITS.listsAtOnce),
  };
}
