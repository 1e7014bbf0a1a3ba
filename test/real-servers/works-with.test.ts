/**
 * The four examples of docs/works-with.md, with the frameworks as they are: the page to connect at reaches the model, and
 * the same tools work once a person has connected.
 * Covers client/src/answer-refusal.ts, client/src/refusal-in.ts, docs/works-with.md.
 */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { type FetchLike, injectingFetch, refusalIn } from '../../client/src/index.ts';
import { rejection } from '../client/rejection.ts';
import { registerServer, worldRuntime } from '../client/world-runtime.ts';
import { pinnedVersions } from '../install-pinned.ts';
import { ADA_AT_DEMO, startWorld, type World } from '../journeys/world.ts';

/** The frameworks are installed in this folder alone, so their types are not known to the compiler. */
// biome-ignore lint/suspicious/noExplicitAny: see above.
type Any = any;
const load = (name: string): Promise<Any> => import(/* @vite-ignore */ name);

let world: World;
let target: object;
beforeAll(async () => {
  world = await startWorld();
  const { injector, close } = worldRuntime(world);
  target = {
    injector,
    workspaceId: 'acme',
    server: 'demo-notes',
    callerToken: world.tokens.ada,
    url: world.environment.urls.notesMcp,
  };
  await registerServer(world, 'acme', 'own-notes', {
    url: world.environment.urls.notesMcp,
    placements: [{ in: 'header', name: 'Authorization', value: 'Bearer {accessToken}' }],
    binding: 'request',
    discovery: true,
  });
  return () => close();
});
beforeEach(() => world.ada.disconnect('acme', 'demo'));
afterAll(() => world?.close());

const page = () => `${world.environment.urls.dashboard}/?connect=demo`;
const connect = () => world.connect(world.ada, 'acme', { provider: 'demo' }, ADA_AT_DEMO);

/** What the model reads of a call of `list_notes`. */
type Ask = (callerToken?: string) => Promise<string>;

async function aiSdk(): Promise<Ask> {
  const { connectAiSdk } = await load('./works-with/ai-sdk.mjs');
  const client = await connectAiSdk(target);
  onTestFinished(() => client.close());
  const { list_notes: tool } = await client.tools();
  return async () => {
    const output = await tool.execute({}, { toolCallId: '1', messages: [] });
    return JSON.stringify(await tool.toModelOutput({ toolCallId: '1', input: {}, output }));
  };
}

async function openAiAgents(): Promise<Ask> {
  const { connectOpenAiAgents } = await load('./works-with/openai-agents.mjs');
  const { Agent, run, setTracingDisabled, Usage } = await load('@openai/agents-core');
  setTracingDisabled(true);
  const server = await connectOpenAiAgents(target);
  onTestFinished(() => server.close());
  return async () => {
    const read: unknown[] = [];
    const said = (output: object) => ({ usage: new Usage(), output: [output] });
    const model = {
      async getResponse({ input }: { input: unknown }) {
        read.push(input);
        const call = {
          type: 'function_call',
          callId: '1',
          name: 'list_notes',
          arguments: '{}',
          status: 'completed',
        };
        const content = [{ type: 'output_text', text: 'ok' }];
        return said(
          read.length === 1 ? call : { type: 'message', role: 'assistant', status: 'completed', content },
        );
      },
    };
    await run(new Agent({ name: 'agent', mcpServers: [server], model }), 'list my notes');
    return JSON.stringify(read.at(-1));
  };
}

async function mastra(): Promise<Ask> {
  const { connectMastra } = await load('./works-with/mastra.mjs');
  const { RequestContext } = await load('@mastra/core/request-context');
  const client = connectMastra({ ...target, callerToken: undefined });
  onTestFinished(() => client.disconnect());
  const tools = await client.listTools();
  return async (callerToken = world.tokens.ada) => {
    const requestContext = new RequestContext([['callerToken', callerToken]]);
    const result = tools['demo-notes_list_notes'].execute({}, { requestContext });
    return result.then(JSON.stringify, ({ message }: Error) => message);
  };
}

async function langChain(): Promise<Ask> {
  const { connectLangChain } = await load('./works-with/langchain.mjs');
  const { ToolNode } = await load('@langchain/langgraph/prebuilt');
  const { AIMessage } = await load('@langchain/core/messages');
  const { client, tools } = await connectLangChain(target);
  onTestFinished(() => client.close());
  return async () => {
    const call = { name: 'list_notes', args: {}, id: '1', type: 'tool_call' };
    const messages = [new AIMessage({ content: '', tool_calls: [call] })];
    const answer = await new ToolNode(tools).invoke({ messages });
    return JSON.stringify(answer.messages[0].content);
  };
}

const FRAMEWORKS: [name: string, example: string, start: () => Promise<Ask>][] = [
  ['@ai-sdk/mcp', 'ai-sdk', aiSdk],
  ['@openai/agents-core', 'openai-agents', openAiAgents],
  ['@mastra/mcp', 'mastra', mastra],
  ['@langchain/mcp-adapters', 'langchain', langChain],
];

describe.each(FRAMEWORKS)('%s', (name, example, start) => {
  it('T030: shows the model the page to connect at, and its tools work once somebody has connected', async () => {
    const ask = await start();
    expect(await ask()).toContain(page());
    await connect();
    expect(await ask()).toContain(ADA_AT_DEMO);
  });

  it('is used in the docs as it is here', () => {
    const docs = readFileSync(new URL('../../docs/works-with.md', import.meta.url), 'utf8');
    const source = readFileSync(new URL(`works-with/${example}.mjs`, import.meta.url), 'utf8');
    expect(docs).toContain(`\`\`\`js\n${source}\`\`\`\n`);
    expect(docs).toContain(`| \`${name}\` | ${pinnedVersions(import.meta.dirname)[name]} |`);
  });
});

it('T056: Mastra’s request context says who calls', async () => {
  await connect();
  const ask = await mastra();
  expect(await ask(world.tokens.ada)).toContain(ADA_AT_DEMO);
  const refused = await ask(world.tokens.mallory);
  expect(refused).not.toContain(ADA_AT_DEMO);
  expect(refused).toContain('does not allow calls in this workspace');
});

it('T151: Mastra’s example has one fetch for each caller, which remembers the tokens of its calls', async () => {
  const { connectMastra } = await load('./works-with/mastra.mjs');
  const { RequestContext } = await load('@mastra/core/request-context');
  let made = 0;
  // Each fetch that answers refusals makes one key.
  const randomBytes = (length: number) => {
    made += 1;
    return new Uint8Array(length);
  };
  const client = connectMastra({ ...target, callerToken: undefined, system: { randomBytes } });
  onTestFinished(() => client.disconnect());
  const tools = await client.listTools();
  for (const callerToken of [world.tokens.ada, world.tokens.mallory, world.tokens.ada]) {
    const requestContext = new RequestContext([['callerToken', callerToken]]);
    await tools['demo-notes_list_notes'].execute({}, { requestContext }).catch(() => undefined);
  }
  expect(made).toBe(3);
});

describe('a server whose lists need a token too', () => {
  const options = () => ({
    ...(target as Parameters<typeof injectingFetch>[0]),
    server: 'own-notes',
    discovery: true,
  });
  const url = () => (target as { url: string }).url;
  const CONNECTS: Record<string, (fetch: FetchLike) => Promise<unknown>> = {
    async '@ai-sdk/mcp'(fetch) {
      const { createMCPClient } = await load('@ai-sdk/mcp');
      return createMCPClient({ transport: { type: 'http', url: url(), fetch } });
    },
    async '@openai/agents-core'(fetch) {
      const { MCPServerStreamableHttp } = await load('@openai/agents-core');
      return new MCPServerStreamableHttp({ url: url(), name: 'notes', fetch }).connect();
    },
    async '@mastra/mcp'(fetch) {
      const { MCPClient } = await load('@mastra/mcp');
      const client = new MCPClient({ servers: { notes: { url: new URL(url()), fetch } } });
      onTestFinished(() => client.disconnect());
      const { errors } = await client.listToolsWithErrors();
      throw new Error(JSON.stringify(errors));
    },
    async 'the SDK that @langchain/mcp-adapters is given'(fetch) {
      const { Client } = await load('@modelcontextprotocol/sdk/client/index.js');
      const { StreamableHTTPClientTransport } = await load(
        '@modelcontextprotocol/sdk/client/streamableHttp.js',
      );
      const client = new Client({ name: 'test', version: '1' });
      await client.connect(new StreamableHTTPClientTransport(new URL(url()), { fetch }));
    },
    async 'the v2 SDK'(fetch) {
      const { Client, StreamableHTTPClientTransport } = await load('@modelcontextprotocol/client');
      const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode: 'auto' } });
      await client.connect(new StreamableHTTPClientTransport(new URL(url()), { fetch }));
    },
  };
  const failureOf = (name: string, fetch: FetchLike) => rejection(Promise.resolve(CONNECTS[name]?.(fetch)));

  it.each(Object.keys(CONNECTS))(
    'tells whoever connects %s the page, in the error’s message',
    async (name) => {
      const error = await failureOf(name, injectingFetch({ ...options(), refusals: 'answer' }));
      expect(error.message).toContain(page());
    },
  );

  it.each(['@ai-sdk/mcp', '@openai/agents-core', 'the v2 SDK'])(
    'and %s, where the fetch throws, wraps an error in which the refusal is found',
    async (name) => {
      const error = await failureOf(name, injectingFetch(options()));
      expect(refusalIn(error)?.connectUrl).toContain(page());
    },
  );
});
