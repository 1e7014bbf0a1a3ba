/**
 * What the function answers to an event that is no request of an MCP client.
 * Covers lambdas/mcp-endpoint.ts, lambdas/internal-error.ts, src/aws/rest-api/request-of-event.ts,
 * src/aws/rest-api/streamed-answer.ts.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { answerFunctions } from '../../setup/stand-in-fetch.ts';
import { callerToken, issuerFetch } from '../issuer-stand-in.ts';
import { invokeStreaming } from '../lambda-streaming.ts';
import { ADDRESS, type McpEndpointWorld, startMcpEndpoint } from './operators-endpoint.ts';

let mcp: McpEndpointWorld;
// The server's address is https on a host of the operator's, which no test can reach.
vi.mock('../../../lambdas/mcp-server-fetch.ts', () => ({
  serverFetch: (_url: string, init: RequestInit) => fetch(mcp.upstream.origin, init),
}));
answerFunctions(issuerFetch);
beforeAll(async () => {
  mcp = await startMcpEndpoint();
});
beforeEach(() => mcp.forget());
afterAll(() => mcp?.close());

describe('the function', () => {
  it('says what is wrong with a request that the authorizer left to it', async () => {
    const nowhere = await mcp.api(`${ADDRESS}/verified`, { method: 'POST', body: '{}' });
    expect([nowhere.status, await nowhere.json()]).toEqual([
      404,
      expect.objectContaining({ code: 'not_found' }),
    ]);
    const odd = await mcp.signedIn('/acme', { workspaces: ['acme:member', {}] });
    const refused = await odd(`${ADDRESS}/acme`, { method: 'POST', body: '{}' });
    expect([refused.status, await refused.json()]).toEqual([
      403,
      expect.objectContaining({ code: 'workspace_claim_refused' }),
    ]);
  });

  it('reads a body in base64', async () => {
    const token = await callerToken({ aud: `${ADDRESS}/acme` });
    const body = Buffer.from('no json').toString('base64');
    const headers = { Authorization: [`Bearer ${token}`], 'Content-Type': ['application/json'] };
    const { status, body: answer } = await invokeStreaming(mcp.endpoint, {
      httpMethod: 'POST',
      resource: '/{workspace}',
      pathParameters: { workspace: 'acme' },
      multiValueHeaders: headers,
      body,
      isBase64Encoded: true,
    });
    expect(status).toBe(400);
    expect(await new Response(answer).json()).toMatchObject({ error: { code: -32700 } });
  });

  it.each([undefined, {}, { version: '2.0' }])(
    'answers 500 to an event of something else: %j',
    async (event) => {
      const { status, body, ended } = await invokeStreaming(mcp.endpoint, event);
      expect(status).toBe(500);
      expect(await new Response(body).json()).toMatchObject({ code: 'internal' });
      await ended;
      expect(JSON.parse(mcp.logged.at(-1) ?? '{}')).toMatchObject({ event: 'unhandled', error: 'TypeError' });
    },
  );
});
