/** One call of one tool of a server, with a token for this one call. */
import type { CallToolResult, Progress } from '@modelcontextprotocol/client';
import { type ListedServer, NotInjected, repeatableTools } from '../../../client/src/index.ts';
import { ENDPOINT_LIMITS as LIMITS } from '../limits.ts';
import type { Runtime } from '../runtime.ts';
import { hasAddress } from '../tools/servers-at.ts';
import type { Visit } from '../visit.ts';
import { cleanResult } from './clean-tool.ts';
import { withUpstream } from './with-upstream.ts';

export interface ServerCall {
  server: ListedServer;
  tool: string;
  arguments: Record<string, unknown> | undefined;
  /** Ends the call early. */
  signal: AbortSignal;
  /** Undefined: nobody asked for progress. */
  onProgress: ((progress: Progress) => void) | undefined;
}

/** Of the client's request only the tool's name and the arguments are sent to the server (T233). */
export async function callServerTool(
  runtime: Runtime,
  visit: Visit,
  call: ServerCall,
): Promise<CallToolResult> {
  const { server, tool, signal, onProgress } = call;
  if (!hasAddress(server)) throw withoutAddress(server);
  const listed = runtime.lists.known(visit, server) ?? [];
  const definition = listed.find(({ name }) => name === tool);
  const request = {
    ...{ visit, server, tool, signal, time: LIMITS.callTime },
    isSafeToRepeat: repeatableTools(listed),
  };
  return withUpstream(runtime, request, async ({ client, options }) => {
    const params = { name: tool, ...(call.arguments && { arguments: call.arguments }) };
    const result = await client.callTool(params, {
      ...options,
      ...(onProgress && { onprogress: onProgress }),
      ...(definition && { toolDefinition: withoutOutputSchema(definition) }),
    });
    return cleanResult(result as CallToolResult);
  });
}

/** The definition says which arguments a server wants in headers too. Whether a result fits its schema is for the client to judge. */
function withoutOutputSchema<Tool extends object>(definition: Tool): Tool {
  const { outputSchema: _, ...rest } = definition as Tool & { outputSchema?: unknown };
  return rest as Tool;
}

/** Its address needs values of a connection that does not exist. */
function withoutAddress(server: ListedServer): Error {
  return server.ready ? new Error('the server has no address') : new NotInjected(server);
}
