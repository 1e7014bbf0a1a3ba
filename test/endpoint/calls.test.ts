/**
 * A person's own client: list, page, connect, the same call. With unmodified clients of both lines of the SDK.
 * Covers src/endpoint/tools/answer-call.ts, src/endpoint/tools/answer-failure.ts, src/endpoint/tools/list-tools.ts, src/endpoint/mcp-server.ts,
 * src/endpoint/endpoint.ts, src/endpoint/runtime.ts, src/endpoint/tools/tool-called.ts, src/endpoint/tools/connect-state.ts.
 */
import {
  Client,
  StreamableHTTPClientTransport,
  UrlElicitationRequiredError,
} from '@modelcontextprotocol/client';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { CLIENTS, textOf } from '../client/mcp-clients.ts';
import { posted, toolCall } from '../client/upstream.ts';
import { ADA_AT_DEMO } from '../journeys/world.ts';
import { bearing } from './bearing.ts';
import { type EndpointWorld, startEndpointWorld } from './endpoint-world.ts';

let endpoint: EndpointWorld;
beforeAll(async () => {
  endpoint = await startEndpointWorld();
});
beforeEach(() => endpoint.disconnect());
afterAll(() => endpoint?.close());

const page = () => `${endpoint.world.environment.urls.dashboard}/?connect=demo&workspace=acme`;

describe.each(CLIENTS)('%s', (_name, connectClient) => {
  it('lists, is led to the page, and calls the same tool afterwards', async () => {
    const { address, tokens } = endpoint;
    const client = await connectClient(`${address}/acme`, bearing(tokens.ada));
    onTestFinished(() => client.close());
    const names = (await client.listTools()).tools.map(({ name }) => name);
    expect(names).toEqual(['demo-notes__list_notes', 'demo-tasks__list_tasks']);
    const refused = await client.callTool({ name: 'demo-notes__list_notes' });
    expect(refused).toMatchObject({ isError: true });
    expect(textOf(refused)).toContain(page());
    await endpoint.connect();
    expect(textOf(await client.callTool({ name: 'demo-notes__list_notes' }))).toContain(ADA_AT_DEMO);
    expect(textOf(await client.callTool({ name: 'demo-tasks__list_tasks' }))).toContain('Bernoulli');
  });

  it('has the tools of one server under their own names', async () => {
    const { address, tokens } = endpoint;
    await endpoint.connect();
    const client = await connectClient(`${address}/acme/demo-notes`, bearing(tokens.ada));
    onTestFinished(() => client.close());
    expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(['list_notes']);
    expect(textOf(await client.callTool({ name: 'list_notes' }))).toContain(ADA_AT_DEMO);
  });

  it.each(['nosuch', 'demo-notes', 'other__list_notes', 'demo-notes__', '__list_notes'])(
    'learns that there is no tool %j',
    async (name) => {
      const client = await connectClient(`${endpoint.address}/acme`, bearing(endpoint.tokens.ada));
      onTestFinished(() => client.close());
      await expect(client.callTool({ name })).rejects.toMatchObject({ code: -32602 });
    },
  );
});

describe.each(['modern', 'legacy'] as const)('T030: a %s client that can show pages', (kind) => {
  async function connected(shown: string[]): Promise<Client> {
    const client = new Client(
      { name: 'x', version: '1' },
      {
        capabilities: { elicitation: { url: {} } },
        versionNegotiation: { mode: kind === 'modern' ? 'auto' : 'legacy' },
      },
    );
    client.setRequestHandler('elicitation/create', async ({ params }) => {
      shown.push((params as { url: string }).url);
      await endpoint.connect();
      return { action: 'accept' };
    });
    const url = new URL(`${endpoint.address}/acme`);
    await client.connect(new StreamableHTTPClientTransport(url, { fetch: bearing(endpoint.tokens.ada) }));
    onTestFinished(() => client.close());
    return client;
  }

  it('shows ours', async () => {
    const shown: string[] = [];
    const client = await connected(shown);
    const call = () => client.callTool({ name: 'demo-notes__list_notes', arguments: {} });
    if (kind === 'legacy') {
      const error = await call().catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(UrlElicitationRequiredError);
      shown.push((error as UrlElicitationRequiredError).elicitations[0]?.url ?? '');
      await endpoint.connect();
    }
    expect(textOf(await call())).toContain(ADA_AT_DEMO);
    expect(shown).toEqual([expect.stringContaining(page())]);
  });
});

describe('the state of a question', () => {
  const META = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientInfo': { name: 'x', version: '1' },
    'io.modelcontextprotocol/clientCapabilities': { elicitation: { url: {} } },
  };

  async function ask(
    tool: string,
    { state, person = 'ada' }: { state?: string; person?: 'ada' | 'bob' } = {},
  ) {
    const { params, ...rest } = toolCall(tool);
    const repeated = state !== undefined && {
      requestState: state,
      inputResponses: { connect: { action: 'accept' } },
    };
    const message = { ...rest, params: { ...params, ...repeated, _meta: META } };
    const headers = {
      authorization: `Bearer ${endpoint.tokens[person]}`,
      'mcp-protocol-version': '2026-07-28',
      'mcp-method': 'tools/call',
      'mcp-name': tool,
    };
    return (await fetch(`${endpoint.address}/acme`, posted(message, headers))).json();
  }

  it('T229: is taken for the very call, from the very person', async () => {
    const { result } = (await ask('demo-notes__list_notes')) as {
      result: { resultType: string; requestState: string };
    };
    expect(result.resultType).toBe('input_required');
    const state = result.requestState;
    const asked = { result: { resultType: 'input_required' } };
    const refused = { error: { code: -32602, data: { reason: 'invalid_request_state' } } };
    expect(await ask('demo-notes__list_notes', { state })).toMatchObject(asked);
    expect(await ask('demo-notes__list_notes', { state: `${state}x` })).toMatchObject(refused);
    expect(await ask('demo-tasks__list_tasks', { state })).toMatchObject(refused);
    expect(await ask('demo-notes__list_notes', { state, person: 'bob' })).toMatchObject(refused);
  });
});
