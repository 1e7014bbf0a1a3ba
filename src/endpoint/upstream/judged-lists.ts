/**
 * Tells the injector what a server listed, and leaves out what nobody has approved (T228). The endpoint remembers nothing: the injector
 * knows which definitions the workspace has seen.
 */
import { createHash } from 'node:crypto';
import { errorName } from '../../broker/error-name.ts';
import type { EndpointPorts } from '../endpoint-ports.ts';
import { ENDPOINT_LIMITS as LIMITS } from '../limits.ts';
import type { Visit } from '../visit.ts';
import { Kept } from './kept.ts';
import type { ServerTool } from './read-list.ts';

export interface ReadList {
  tools: readonly ServerTool[];
  /** Of each tool, in the same order. */
  fingerprints: readonly string[];
}

export interface JudgedLists {
  /** The tools that may be shown. Undefined: none, because the stage holds changes back and the injector gave no answer. Never rejects. */
  shown(visit: Visit, serverId: string, list: ReadList): Promise<readonly ServerTool[] | undefined>;
}

type JudgingPorts = Pick<EndpointPorts, 'injector' | 'clock' | 'log'> & {
  settings: Pick<EndpointPorts['settings'], 'toolChanges'>;
};

/** A list of which nothing is held back is told once in a while. One with tools that are held back is told each time: they may be approved by now. */
export function judgedLists(ports: JudgingPorts): JudgedLists {
  const told = new Kept<string>({ most: LIMITS.lists, mostBytes: LIMITS.toldBytes, now: ports.clock.now });

  async function shown(visit: Visit, serverId: string, list: ReadList) {
    const key = JSON.stringify([visit.workspaceId, serverId]);
    const digest = digestOf(list);
    if (told.get(key) === digest) return list.tools;
    const held = await heldIn(ports, visit, serverId, list);
    if (held.size === 0) told.set(key, digest, { bytes: key.length + digest.length, time: LIMITS.listKept });
    return list.tools.filter((_, index) => !held.has(list.fingerprints[index] as string));
  }

  return {
    async shown(visit, serverId, list) {
      try {
        return await shown(visit, serverId, list);
      } catch (error) {
        const { workspaceId } = visit;
        ports.log.warn('tools_not_told', { workspaceId, server: serverId, error: errorName(error) });
        return ports.settings.toolChanges === 'hold' ? undefined : list.tools;
      }
    },
  };
}

async function heldIn(
  { injector }: JudgingPorts,
  { workspaceId, token }: Visit,
  server: string,
  { tools, fingerprints }: ReadList,
): Promise<Set<string>> {
  const told = tools.map(({ name }, index) => ({
    name: name.slice(0, LIMITS.toldName).toWellFormed() || UNNAMED,
    fingerprint: fingerprints[index] as string,
  }));
  const seen = { workspaceId, callerToken: token, server, tools: told };
  // A list waits for it, so it is tried once.
  const budget = { idsLeft: 1, until: 0 };
  return new Set(await injector.listed(seen, { budget }));
}

/** A tool without a name can be listed, and not be called. */
const UNNAMED = '-';

/** The order of a list does not count. */
function digestOf({ fingerprints }: ReadList): string {
  return createHash('sha256').update(fingerprints.toSorted().join()).digest('base64url');
}
