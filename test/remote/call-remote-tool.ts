/** Calls a tool of a remote MCP server as a runtime does, with an unmodified MCP client. */
import { LambdaClient } from '@aws-sdk/client-lambda';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { createInjector, injectingFetch } from '../../client/src/index.ts';

export interface RemoteCall {
  url: string;
  /** Origin of Lambda's Invoke API. */
  lambda: string;
  /** The access token of the person who calls. */
  callerToken: string;
  workspaceId: string;
  server: string;
  tool: string;
  arguments?: Record<string, unknown>;
}

/** The text of the result. Rejects as `injectingFetch` does, also with NotInjected. */
export async function callRemoteTool(call: RemoteCall): Promise<string> {
  const { callerToken, workspaceId, server, tool } = call;
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const lambda = new LambdaClient({ endpoint: call.lambda, region: 'local', credentials, maxAttempts: 1 });
  const injector = createInjector({ functionName: 'token-injector', client: lambda, callerToken });
  // A remote server wants a token for the handshake, too.
  const fetch = injectingFetch({ injector, workspaceId, server, discovery: true });
  const client = new Client({ name: 'test', version: '1.0.0' });
  try {
    await client.connect(new StreamableHTTPClientTransport(new URL(call.url), { fetch }));
    const { content } = await client.callTool({ name: tool, arguments: call.arguments ?? {} });
    return content.map((part) => ('text' in part ? part.text : '')).join('');
  } finally {
    await client.close();
    lambda.destroy();
  }
}
