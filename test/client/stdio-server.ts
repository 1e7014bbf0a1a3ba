/** A real MCP server that is spawned with the token in a variable, as many are. Run by with-injected-env.test.ts. */
import { McpServer } from '@modelcontextprotocol/server';
import { StdioServerTransport } from '@modelcontextprotocol/server/stdio';

const { DEMO_TOKEN, DEMO_API } = process.env;
const server = new McpServer({ name: 'spawned', version: '1' });
const text = (value: string) => ({ content: [{ type: 'text' as const, text: value }] });

server.registerTool('list_notes', { description: 'Lists notes.' }, async () => {
  const response = await fetch(`${DEMO_API}/api/notes`, {
    headers: { authorization: `Bearer ${DEMO_TOKEN}` },
  });
  return text(`${response.status} ${await response.text()} by ${process.pid}`);
});
server.registerTool('get_env', { description: 'Tells too much.' }, async () =>
  text(JSON.stringify(process.env)),
);
server.registerTool('fail', { description: 'Fails with too much.' }, async () => {
  throw new Error(`cannot use ${DEMO_TOKEN}`);
});
await server.connect(new StdioServerTransport());
