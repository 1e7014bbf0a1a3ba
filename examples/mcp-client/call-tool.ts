/** Calls a tool through the endpoint, as an MCP client does for a person. */
import {
  type CallToolResult,
  Client,
  StreamableHTTPClientTransport,
  UrlElicitationRequiredError,
} from '@modelcontextprotocol/client';

/** The kinds of clients, which get different answers for "not connected yet". */
export const KINDS = ['modern', 'legacy', 'plain'] as const;
export type Kind = (typeof KINDS)[number];

export interface ToolCall {
  /** The endpoint's address of the workspace. */
  url: string;
  /** The person's access token. */
  token: string;
  tool: string;
  /** `modern` and `legacy` can show a person a page, in 2026-07-28 and 2025-11-25; `plain` cannot. */
  kind: Kind;
  /** Shows the page and waits for the person. Resolves with true if they want to continue. */
  showPage: (page: { url: string; message: string }) => Promise<boolean>;
}

/** Connects, calls the tool, and closes the client. */
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

/** In 2026-07-28 the SDK's client asks the person and repeats the call with their answer. */
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

/** In 2025-11-25 an error contains the page, and the caller must repeat the call. */
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
