/** Calls a tool of the runtime the way an MCP client with a person before it does. */
import {
  type CallToolResult,
  Client,
  StreamableHTTPClientTransport,
  UrlElicitationRequiredError,
} from '@modelcontextprotocol/client';

/** What kinds of clients there are, as far as "not connected yet" goes. */
export const KINDS = ['modern', 'legacy', 'plain'] as const;
export type Kind = (typeof KINDS)[number];

export interface ToolCall {
  /** The runtime's endpoint of the workspace. */
  url: string;
  /** The person's access token. */
  token: string;
  tool: string;
  /** `modern` and `legacy` can show a person a page, in 2026-07-28 and 2025-11-25; `plain` cannot. */
  kind: Kind;
  /** Shows the page; resolves to whether the person agreed, when they are ready to go on. */
  showPage: (page: { url: string; message: string }) => Promise<boolean>;
}

export async function callTool(call: ToolCall): Promise<CallToolResult> {
  const client = clientFor(call);
  const authProvider = { token: async () => call.token };
  await client.connect(new StreamableHTTPClientTransport(new URL(call.url), { authProvider }));
  try {
    return await callUntilAnswered(client, call);
  } finally {
    await client.close();
  }
}

/** In 2026-07-28 the client asks by itself, and repeats the call with the answer. */
function clientFor({ kind, showPage }: ToolCall): Client {
  const client = new Client(
    { name: 'example-client', version: '1.0.0' },
    {
      capabilities: kind === 'plain' ? {} : { elicitation: { url: {} } },
      versionNegotiation: { mode: kind === 'legacy' ? 'legacy' : 'auto' },
    },
  );
  if (kind !== 'plain')
    client.setRequestHandler('elicitation/create', async ({ params }) => {
      const { url, message } = params as { url: string; message: string };
      return { action: (await showPage({ url, message })) ? 'accept' : 'decline' };
    });
  return client;
}

/** In 2025-11-25 the page comes with an error, and repeating the call is up to whoever called. */
async function callUntilAnswered(client: Client, { tool, showPage }: ToolCall): Promise<CallToolResult> {
  for (;;) {
    try {
      return await client.callTool({ name: tool, arguments: {} });
    } catch (error) {
      const [page] = error instanceof UrlElicitationRequiredError ? error.elicitations : [];
      if (page === undefined || !(await showPage(page))) throw error;
    }
  }
}
