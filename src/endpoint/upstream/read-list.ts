/** Asks one server for its tools, within bounds: what it sends beyond them, or too late, it does not have. */
import type { Tool } from '@modelcontextprotocol/client';
import type { ListedServer } from '../../../client/src/index.ts';
import { ENDPOINT_LIMITS as LIMITS } from '../limits.ts';
import type { Visit } from '../visit.ts';
import { cleanTool } from './clean-tool.ts';
import { type Upstream, type UpstreamPorts, withUpstream } from './with-upstream.ts';

export type ServerTool = Tool;

/** The first tools, and about how many bytes they have. Rejects as {@link withUpstream} does. */
export async function readList(
  ports: UpstreamPorts,
  visit: Visit,
  server: ListedServer & { url: string },
): Promise<{ tools: ServerTool[]; bytes: number }> {
  const request = {
    ...{ visit, server, tool: undefined },
    ...{ time: LIMITS.listTime, maxBytes: LIMITS.listAnswer },
  };
  return withUpstream(ports, request, (upstream) => pagesOf(upstream));
}

/** Pages until there are enough: a server can go on without end. */
async function pagesOf({ client, options }: Upstream): Promise<{ tools: ServerTool[]; bytes: number }> {
  const tools: ServerTool[] = [];
  let bytes = 0;
  let cursor: string | undefined;
  for (let page = 0; page < LIMITS.listPages; page += 1) {
    const params = cursor === undefined ? {} : { cursor };
    const answer = await client.request({ method: 'tools/list', params }, options);
    for (const tool of answer.tools.map(cleanTool)) {
      bytes += Buffer.byteLength(JSON.stringify(tool));
      if (tools.length === LIMITS.listTools || bytes > LIMITS.listBytes) return { tools, bytes };
      tools.push(tool);
    }
    cursor = answer.nextCursor;
    if (cursor === undefined) break;
  }
  return { tools, bytes };
}
