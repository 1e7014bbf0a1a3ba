/** Asks one server for its tools, within bounds: what it sends beyond them, or too late, it does not have. */
import type { Tool } from '@modelcontextprotocol/client';
import type { ListedServer } from '../../../client/src/index.ts';
import { definitionFingerprint } from '../../broker/tools/definition-fingerprint.ts';
import { ENDPOINT_LIMITS as LIMITS } from '../limits.ts';
import type { Visit } from '../visit.ts';
import { cleanTool } from './clean-tool.ts';
import { type Upstream, type UpstreamPorts, withUpstream } from './with-upstream.ts';

export type ServerTool = Tool;

interface Pages {
  tools: ServerTool[];
  /** Of each tool: that of the definition as the server sent it, with what no client is shown (T228). */
  fingerprints: string[];
  /** About how many the tools have. */
  bytes: number;
}

/** The first tools. `isOfPeople`: whose connection the list was read with can change. Rejects as {@link withUpstream} does. */
export async function readList(
  ports: UpstreamPorts,
  visit: Visit,
  server: ListedServer & { url: string },
): Promise<Pages & { isOfPeople: boolean }> {
  const request = {
    ...{ visit, server, tool: undefined },
    ...{ time: LIMITS.listTime, maxBytes: LIMITS.listAnswer },
  };
  const { injector, isOfPeople } = watchedInjector(ports);
  const pages = await withUpstream({ ...ports, injector }, request, pagesOf);
  return { ...pages, isOfPeople: isOfPeople() };
}

/** Only an injection says that a server's calls use connections of people. */
function watchedInjector({ injector }: Pick<UpstreamPorts, 'injector'>) {
  let isOfPeople = false;
  const inject: typeof injector.inject = async (request, options) => {
    const injection = await injector.inject(request, options);
    isOfPeople ||= injection.connectionOf !== undefined;
    return injection;
  };
  return { injector: { ...injector, inject }, isOfPeople: () => isOfPeople };
}

/** Pages until there are enough: a server can go on without end. */
async function pagesOf({ client, options }: Upstream): Promise<Pages> {
  const tools: ServerTool[] = [];
  const fingerprints: string[] = [];
  let bytes = 0;
  let cursor: string | undefined;
  for (let page = 0; page < LIMITS.listPages; page += 1) {
    const params = cursor === undefined ? {} : { cursor };
    const answer = await client.request({ method: 'tools/list', params }, options);
    for (const given of answer.tools) {
      const tool = cleanTool(given);
      bytes += Buffer.byteLength(JSON.stringify(tool));
      if (tools.length === LIMITS.listTools || bytes > LIMITS.listBytes)
        return { tools, fingerprints, bytes };
      tools.push(tool);
      fingerprints.push(definitionFingerprint(given));
    }
    cursor = answer.nextCursor;
    if (cursor === undefined) break;
  }
  return { tools, fingerprints, bytes };
}
