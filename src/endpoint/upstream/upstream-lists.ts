/** The tools of each server, as the server says them, kept for a while, without those that are held back. A server that gives no list is left alone for a moment. */
import type { ListedServer } from '../../../client/src/index.ts';
import { refusalIn } from '../../../client/src/index.ts';
import { errorName } from '../../broker/error-name.ts';
import type { EndpointPorts } from '../endpoint-ports.ts';
import { ENDPOINT_LIMITS as LIMITS } from '../limits.ts';
import type { Visit } from '../visit.ts';
import { judgedLists, type ReadList } from './judged-lists.ts';
import { Kept } from './kept.ts';
import { readList, type ServerTool } from './read-list.ts';
import type { UpstreamPorts } from './with-upstream.ts';

type Reachable = ListedServer & { url: string };

export interface UpstreamLists {
  /** The server's tools that a client may be shown. Undefined: there are none now. Never rejects. */
  of(visit: Visit, server: Reachable): Promise<readonly ServerTool[] | undefined>;
  /** Those that were read last, if they are known without asking. For a call, whose tool has its name from a list. */
  known(visit: Visit, server: Reachable): readonly ServerTool[] | undefined;
}

type Kind = (ReadList & { isOfPeople: boolean }) | { isDown: true };

export function upstreamLists(
  ports: UpstreamPorts & Pick<EndpointPorts, 'settings' | 'clock' | 'log'>,
): UpstreamLists {
  const judged = judgedLists(ports);
  const kept = new Kept<Kind>({ most: LIMITS.lists, mostBytes: LIMITS.listsBytes, now: ports.clock.now });
  /** Of all who ask for the same list at once, one asks the server. */
  const running = new Map<string, Promise<Kind>>();

  async function asked(key: string, visit: Visit, server: Reachable): Promise<Kind> {
    try {
      const { bytes, ...list } = await readList(ports, visit, server);
      kept.set(key, list, { bytes: bytes + key.length, time: LIMITS.listKept });
      return list;
    } catch (error) {
      const down = { isDown: true } as const;
      // Whoever has to connect is asked to, and the server is not down for them afterwards.
      if (!refusalIn(error)) kept.set(key, down, { bytes: key.length, time: LIMITS.listPause });
      const { workspaceId } = visit;
      ports.log.warn('tools_not_listed', { workspaceId, server: server.id, error: errorName(error) });
      return down;
    } finally {
      running.delete(key);
    }
  }

  return {
    async of(visit, server) {
      const key = keyOf(visit, server);
      const known = reusable(kept.get(key)) ?? running.get(key);
      const asking = known ?? asked(key, visit, server);
      if (asking instanceof Promise) running.set(key, asking);
      const kind = await asking;
      return 'tools' in kind ? judged.shown(visit, server.id, kind) : undefined;
    },
    known: (visit, server) => toolsOf(kept.get(keyOf(visit, server))),
  };
}

/**
 * A person's own connection and that of the workspace have the same id, and the person connects and disconnects as they like. So a
 * list of either is read anew for each list of a client.
 */
const reusable = (kind: Kind | undefined) => (kind && 'tools' in kind && kind.isOfPeople ? undefined : kind);

const toolsOf = (kind: Kind | undefined) => (kind && 'tools' in kind ? kind.tools : undefined);

/** A list that was asked for without a token is the same for everybody. One with a token is that of a person and a connection. */
function keyOf({ caller, workspaceId }: Visit, server: Reachable): string {
  if (!server.discovery) return server.url;
  const connectionId = server.ready ? server.connectionId : '';
  return JSON.stringify([server.url, workspaceId, caller.issuer, caller.subject, server.id, connectionId]);
}
