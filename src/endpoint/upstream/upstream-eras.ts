/** Remembers which era of MCP each server speaks, so that a call does not find out each time. */
import type { Client, PriorDiscovery } from '@modelcontextprotocol/client';
import type { EndpointPorts } from '../endpoint-ports.ts';
import { ENDPOINT_LIMITS as LIMITS } from '../limits.ts';
import { Kept } from './kept.ts';

export interface UpstreamEras {
  of(url: string): PriorDiscovery | undefined;
  /** Keeps what a connected client found out. */
  note(url: string, client: Client): void;
  /** After a failure: the server may speak another era by now. */
  forget(url: string): void;
}

export function upstreamEras({ clock }: Pick<EndpointPorts, 'clock'>): UpstreamEras {
  const kept = new Kept<PriorDiscovery>({ most: LIMITS.eras, mostBytes: LIMITS.erasBytes, now: clock.now });
  return {
    of: (url) => kept.get(url),
    note(url, client) {
      const found = foundBy(client);
      const bytes = url.length + Buffer.byteLength(JSON.stringify(found));
      if (kept.get(url) === undefined) kept.set(url, found, { bytes, time: LIMITS.eraKept });
    },
    forget: (url) => kept.delete(url),
  };
}

function foundBy(client: Client): PriorDiscovery {
  const discover = client.getDiscoverResult();
  if (client.getProtocolEra() !== 'modern' || !discover) return { kind: 'legacy' };
  // The instructions are for people and models, and can be long.
  const { instructions: _, ...rest } = discover;
  return { kind: 'modern', discover: rest };
}
