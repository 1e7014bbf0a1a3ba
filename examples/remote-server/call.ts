/** Calls the tool of a remote MCP server as an MCP runtime does: with a token of the server's own authorization server. */
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { createInjector, InjectorUnreachable, injectingFetch, NotInjected } from '../../client/src/index.ts';

/** The access token of the person who calls. */
const callerToken = process.env.CALLER_TOKEN;
const url = new URL(process.env.SERVER_URL ?? 'http://127.0.0.1:3008/mcp');
/** The id that the dashboard gave the server. */
const server = process.env.SERVER_ID ?? 'server-3008';

async function main(): Promise<void> {
  if (!callerToken) throw new Error('CALLER_TOKEN is empty. Set it: $(npm run --silent token -- ada)');
  const injector = createInjector({ functionName: 'token-injector', callerToken });
  // A remote server wants a token with every request, also with the handshake.
  const target = { injector, workspaceId: 'acme', server, discovery: true };
  const client = new Client({ name: 'my-runtime', version: '1.0.0' });
  try {
    await client.connect(new StreamableHTTPClientTransport(url, { fetch: injectingFetch(target) }));
    const { content } = await client.callTool({ name: 'add_note', arguments: { text: 'Buy milk' } });
    for (const part of content) if (part.type === 'text') process.stdout.write(`${part.text}\n`);
  } finally {
    await client.close();
    injector.close();
  }
}

main().catch((error: unknown) => {
  process.exitCode = 1;
  if (error instanceof NotInjected)
    return void process.stdout.write(`${error.message}\n${error.connectUrl ?? ''}\n`);
  const isKnown = error instanceof InjectorUnreachable || !callerToken;
  process.stderr.write(`${isKnown ? (error as Error).message : `The call failed: ${error}`}\n`);
});
