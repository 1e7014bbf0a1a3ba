import { injectingFetch } from '@connections/client';
import { loadMcpTools } from '@langchain/mcp-adapters';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';

/** For `createAgent({ model, tools })`. `MultiServerMCPClient` takes no fetch, so the client is one of the SDK. */
export async function connectLangChain({ url, ...target }) {
  const fetch = injectingFetch({ ...target, refusals: 'answer' });
  const client = new Client({ name: 'runtime', version: '1' });
  await client.connect(new StreamableHTTPClientTransport(new URL(url), { fetch }));
  return { client, tools: await loadMcpTools(target.server, client) };
}
