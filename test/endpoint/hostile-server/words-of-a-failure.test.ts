/**
 * Whose words a client reads when a call fails.
 * Covers src/endpoint/tools/failure-text.ts, src/endpoint/tools/answer-call.ts,
 * src/endpoint/upstream/call-server-tool.ts.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { textOf } from '../../client/mcp-clients.ts';
import { startUpstream } from '../../client/upstream.ts';
import { type EndpointWorld, startEndpointWorld } from '../endpoint-world.ts';
import { putServer } from '../upstream-server.ts';
import { asking, willingClient } from './asking.ts';

let endpoint: EndpointWorld;
beforeAll(async () => {
  endpoint = await startEndpointWorld();
  await endpoint.connect();
});
afterAll(() => endpoint?.close());

describe('the words of a failure', () => {
  it.each([
    [{ error: { code: -32602, message: 'No such city' } }, /answered with an error: .*No such city/],
    [{ error: { code: -32000, message: 'other words' } }, /^The MCP server asked for something/],
  ])('are the server’s own where it speaks of the call: %j', async (answer, words) => {
    const { id } = await asking(endpoint, [], answer);
    const { client } = await willingClient(endpoint, 'auto');
    expect(textOf(await client.callTool({ name: `${id}__x` }))).toMatch(words);
  });

  it.each([
    [
      'nobody listens',
      'http://127.0.0.1:9/mcp',
      /^The MCP server cannot be reached\. The tool may have run\.$/,
    ],
  ])('are fixed where %s', async (_what, url, words) => {
    const { id } = await putServer(endpoint, { url });
    const { client } = await willingClient(endpoint, 'auto');
    expect(textOf(await client.callTool({ name: `${id}__x` }))).toMatch(words);
  });

  it.each([
    ['it redirects', 302, /^The MCP server answered with a redirect/],
    ['it fails', 500, /^The call failed\. The tool may have run\.$/],
    ['it refuses', 403, /^The call failed\. The tool may have run\.$/],
  ])('are fixed where %s', async (_what, status, words) => {
    const upstream = await startUpstream((_request, response) => {
      response.writeHead(status, { location: 'https://secret.example/text' }).end('secret-text');
    });
    const { id } = await putServer(endpoint, upstream);
    const { client } = await willingClient(endpoint, 'auto');
    const result = await client.callTool({ name: `${id}__x` });
    expect(textOf(result)).toMatch(words);
    expect(JSON.stringify(result)).not.toContain('secret');
  });
});
