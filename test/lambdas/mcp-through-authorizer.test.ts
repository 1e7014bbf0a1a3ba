/**
 * token-authorizer's real entry and the template's mappings together, between a real MCP client and a real MCP server.
 * Covers lambdas/token-authorizer.ts, src/broker/authorize/authorize-request.ts,
 * src/broker/authorize/authorizer-answer.ts, src/broker/authorize/choose-workspace.ts,
 * src/broker/authorize/gateway-request.ts, src/broker/authorize/injection-by-headers.ts,
 * src/broker/authorize/mcp-operation.ts.
 */
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type LoopbackServer, listenOnLoopback } from '../../local/listen-on-loopback.ts';
import { answerFunctions } from '../setup/stand-in-fetch.ts';
import { settingsOf, stageTemplate, withEverything } from '../stack/stage-template.ts';
import { type AuthorizerWorld, authorizerWorld, TOKEN } from './authorizer-world.ts';
import { captureLog, DASHBOARD } from './entry.ts';
import { callerToken, issuerFetch } from './issuer-stand-in.ts';
import { throughRestApi } from './rest-api-stand-in.ts';

answerFunctions(issuerFetch);

const URL_OF_CRM = 'https://s4x3opwd6i.execute-api.eu-central-1.amazonaws.com/mcp/crm';
let world: AuthorizerWorld;
let upstream: LoopbackServer;
let api: typeof fetch;
/** What the server was sent, raw, newest last. */
const arrived: string[][] = [];
beforeAll(async () => {
  captureLog();
  world = await authorizerWorld();
  await world.connect('acme', TOKEN);
  const handler = createMcpHandler(() => {
    const server = new McpServer({ name: 'crm', version: '1.0.0' });
    for (const name of ['find', 'drop'])
      server.registerTool(name, {}, async (context) => ({
        content: [{ type: 'text', text: `${name} ${context.http?.req?.headers.get('x-crm-token')}` }],
      }));
    return server;
  });
  upstream = await listenOnLoopback(0, () => (request, response) => {
    arrived.push(request.rawHeaders);
    toNodeHandler(handler)(request, response).catch(() => response.destroy());
  });
  const template = stageTemplate(withEverything(settingsOf('prod')));
  api = throughRestApi({ template, authorize: await world.start(), upstream: upstream.origin });
});
afterAll(async () => {
  await upstream.close();
  await world.close();
  vi.restoreAllMocks();
});
beforeEach(() => {
  arrived.length = 0;
});

const credentials = async (claims: Record<string, unknown> = {}) => ({
  Authorization: `Bearer ${await callerToken(claims)}`,
  Cookie: 'session=the-caller-s',
  'X-Crm-Token': 'the-caller-s',
});
const post = async (headers: Record<string, string>, tool: string) =>
  api(URL_OF_CRM, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json', 'mcp-protocol-version': '2026-07-28' },
    body: JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      method: 'tools/call',
      params: {
        name: tool,
        arguments: {},
        _meta: {
          'io.modelcontextprotocol/protocolVersion': '2026-07-28',
          'io.modelcontextprotocol/clientInfo': { name: 'test', version: '1' },
          'io.modelcontextprotocol/clientCapabilities': {},
        },
      },
    }),
  });

describe.each(['auto', 'legacy'] as const)('an unmodified client (%s)', (mode) => {
  it('T148: lists and calls tools with the provider’s token, and the server never sees the caller’s', async () => {
    const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode } });
    const requestInit = { headers: await credentials() };
    await client.connect(new StreamableHTTPClientTransport(new URL(URL_OF_CRM), { fetch: api, requestInit }));
    expect(client.getProtocolEra()).toBe(mode === 'auto' ? 'modern' : 'legacy');
    expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(['find', 'drop']);
    expect(await client.callTool({ name: 'find', arguments: {} })).toMatchObject({
      content: [{ type: 'text', text: `find ${TOKEN}` }],
    });
    await client.close();
    expect(arrived.length).toBeGreaterThan(2);
    for (const headers of arrived) {
      const values = headers.filter((_, index) => headers[index - 1]?.toLowerCase() === 'authorization');
      expect(values).toEqual([`Bearer ${TOKEN}`]);
      expect(headers.join('\n')).not.toMatch(/eyJ|the-caller-s/);
    }
  });
});

describe('a request', () => {
  it('T058: whose headers name another tool than its body is refused by a server that keeps the rule', async () => {
    const headers = { ...(await credentials()), 'mcp-method': 'tools/call', 'mcp-name': 'find' };
    expect((await post(headers, 'find')).status).toBe(200);
    const answer = await post(headers, 'drop');
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error: { code: -32020 } });
  });

  it('T030: of a workspace that is not connected says where to connect, and reaches no server', async () => {
    const own = await credentials({ workspaces: ['globex:member'] });
    const answer = await post({ ...own, 'mcp-method': 'tools/call', 'mcp-name': 'find' }, 'find');
    expect(answer.status).toBe(403);
    expect(await answer.json()).toEqual({
      status: 403,
      reason: 'not_connected',
      message: 'This workspace has not connected the provider yet.',
      connectUrl: expect.stringContaining(
        `${DASHBOARD}/?connect=google&workspace=globex&server=crm&account=google&refusal=`,
      ),
      missingScopes: '',
      retryAfterSeconds: '',
    });
    expect(arrived).toEqual([]);
  });

  it('T059: without a caller token is asked for one', async () => {
    const answer = await post({ 'mcp-method': 'tools/call', 'mcp-name': 'find' }, 'find');
    expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
    expect(arrived).toEqual([]);
  });

  it('for a stream is told that there is none', async () => {
    const answer = await api(URL_OF_CRM, { headers: await credentials() });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST, DELETE']);
  });
});
