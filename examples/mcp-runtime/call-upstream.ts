/** Calls a tool of a server behind this runtime, with a token for this one request. */
import { type CallToolResult, Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { callOneTool, type Injector, injectingFetch, repeatableTools } from '../../client/src/index.ts';
import type { UpstreamTool } from './upstream-tools.ts';
import type { Caller } from './verify-caller.ts';

export interface UpstreamCall {
  caller: Caller;
  tool: UpstreamTool;
  arguments: Record<string, unknown> | undefined;
}

/** Of the MCP client's request only the tool's name and the arguments are sent to the server. */
export async function callUpstream(injector: Injector, call: UpstreamCall): Promise<CallToolResult> {
  const { caller, tool } = call;
  const fetch = injectingFetch({
    injector,
    workspaceId: caller.workspaceId,
    callerToken: caller.token,
    server: tool.server.id,
    isSafeToRepeat: repeatableTools([tool.definition]),
  });
  const client = new Client(
    { name: 'example-runtime', version: '1.0.0' },
    { versionNegotiation: { mode: 'auto' } },
  );
  const transport = new StreamableHTTPClientTransport(new URL(tool.server.url), { fetch });
  const { name } = tool.definition;
  const result = await callOneTool(client, transport, { name, arguments: call.arguments });
  const { content, structuredContent, isError } = result;
  return { content, structuredContent, isError };
}
