/** The workspace's servers, as the injector says them to one person. */
import type { ListedServer } from '../../../client/src/index.ts';
import type { EndpointPorts } from '../endpoint-ports.ts';
import { ENDPOINT_LIMITS as LIMITS } from '../limits.ts';
import type { Visit } from '../visit.ts';
import { Kept } from './kept.ts';

export interface KnownServers {
  /** As they are now. Rejects as `injector.servers` does. */
  fresh(visit: Visit): Promise<readonly ListedServer[]>;
  /** As they were at most half a minute ago. For a call: the injector decides about each one anyway. */
  recent(visit: Visit): Promise<readonly ListedServer[]>;
  /** The same, if they are known without asking. */
  known(visit: Visit): readonly ListedServer[] | undefined;
  /** After a failure: an admin may have moved the server. */
  forget(visit: Visit): void;
}

export function knownServers({ injector, clock }: Pick<EndpointPorts, 'injector' | 'clock'>): KnownServers {
  const kept = new Kept<readonly ListedServer[]>({
    ...{ most: LIMITS.servers, mostBytes: LIMITS.serversBytes, now: clock.now },
  });
  async function fresh(visit: Visit): Promise<readonly ListedServer[]> {
    const { workspaceId, token } = visit;
    const servers = await injector.servers({ workspaceId, callerToken: token });
    const bytes = Buffer.byteLength(JSON.stringify(servers));
    kept.set(keyOf(visit), servers, { bytes, time: LIMITS.serversKept });
    return servers;
  }
  const known = (visit: Visit) => kept.get(keyOf(visit));
  return {
    fresh,
    known,
    recent: async (visit) => known(visit) ?? fresh(visit),
    forget: (visit) => kept.delete(keyOf(visit)),
  };
}

function keyOf({ caller, workspaceId }: Visit): string {
  return JSON.stringify([workspaceId, caller.issuer, caller.subject]);
}
