/**
 * While a call runs: progress, cancellation, and nothing of one call in another.
 * Covers src/endpoint/tools/pass-progress.ts, src/endpoint/running-calls.ts, src/endpoint/upstream/with-upstream.ts,
 * src/endpoint/tools/at-once.ts, src/endpoint/upstream/watched-fetch.ts, src/endpoint/upstream/call-server-tool.ts, src/endpoint/upstream/upstream-eras.ts.
 */
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { Client as OldClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as OldTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { CallToolResultSchema } from '@modelcontextprotocol/sdk/types.js';
import type { ServerContext } from '@modelcontextprotocol/server';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { ENDPOINT_LIMITS } from '../../src/endpoint/limits.ts';
import { textOf } from '../client/mcp-clients.ts';
import { posted } from '../client/upstream.ts';
import { bearing } from './bearing.ts';
import { type EndpointWorld, startEndpointWorld } from './endpoint-world.ts';
import { type Call, putServer, startUpstreamServer, text } from './upstream-server.ts';

let endpoint: EndpointWorld;
beforeAll(async () => {
  endpoint = await startEndpointWorld();
  await endpoint.connect();
});
afterAll(() => endpoint?.close());

interface CallOptions {
  onprogress?: (progress: { progress: number; message?: string }) => void;
  signal?: AbortSignal;
}
interface Caller {
  call(name: string, given: Record<string, unknown>, options?: CallOptions): Promise<unknown>;
}

async function modern(url: URL, mode: 'auto' | 'legacy'): Promise<Caller> {
  const client = new Client({ name: 'x', version: '1' }, { versionNegotiation: { mode } });
  await client.connect(new StreamableHTTPClientTransport(url, { fetch: bearing(endpoint.tokens.ada) }));
  onTestFinished(() => client.close());
  return { call: (name, given, options) => client.callTool({ name, arguments: given }, options) };
}

async function old(url: URL): Promise<Caller> {
  const client = new OldClient({ name: 'x', version: '1' });
  await client.connect(new OldTransport(url, { fetch: bearing(endpoint.tokens.ada) }));
  onTestFinished(() => client.close());
  return {
    call: (name, given, options) =>
      client.callTool({ name, arguments: given }, CallToolResultSchema, options),
  };
}

const CALLERS: [string, (url: URL) => Promise<Caller>][] = [
  ['a client of 2026-07-28', (url) => modern(url, 'auto')],
  ['a current client in the old protocol', (url) => modern(url, 'legacy')],
  ['a client of the old SDK', old],
];
const ERAS = ['both', 'legacy'] as const;

/** A gate that the test opens. */
function gate() {
  let open = () => undefined as unknown;
  const opened = new Promise<void>((resolve) => {
    open = resolve as () => undefined;
  });
  return { open: () => open(), opened };
}

async function progress({ mcpReq }: ServerContext, step: number): Promise<void> {
  const progressToken = mcpReq._meta?.progressToken;
  if (progressToken === undefined) return;
  const params = { progressToken, progress: step, total: 2, message: `step ${step}` };
  await mcpReq.notify({ method: 'notifications/progress', params });
}

const TOOLS = [{ name: 'work' }];
const url = () => new URL(`${endpoint.address}/acme`);

describe.each(CALLERS)('for %s', (_name, connect) => {
  it.each(ERAS)('progress of a server (%s) passes as it happens, before the result', async (era) => {
    const { open, opened } = gate();
    const call: Call = async (_params, context) => {
      await progress(context, 1);
      await opened;
      await progress(context, 2);
      return text('done');
    };
    const { id } = await putServer(endpoint, await startUpstreamServer({ tools: TOOLS, call, era }));
    const caller = await connect(url());
    const seen: unknown[] = [];
    const result = caller.call(
      `${id}__work`,
      {},
      {
        onprogress: (each) => {
          seen.push(each.message);
          // The server goes on only when the client has its progress.
          open();
        },
      },
    );
    expect(textOf(await result)).toBe('done');
    expect(seen).toEqual(['step 1', 'step 2']);
  });

  it.each(ERAS)('a cancelled call is cancelled at the server (%s), and no other one', async (era) => {
    const cancelled: unknown[] = [];
    const { open, opened } = gate();
    const started: unknown[] = [];
    const call: Call = async ({ arguments: given }, { mcpReq }) => {
      // The SDK aborts the signal of a finished request too.
      const note = () => cancelled.push(given?.n);
      mcpReq.signal.addEventListener('abort', note);
      started.push(given?.n);
      await opened;
      mcpReq.signal.removeEventListener('abort', note);
      return text(`done ${given?.n}`);
    };
    const upstream = await startUpstreamServer({ tools: TOOLS, call, era });
    const { id } = await putServer(endpoint, upstream);
    const [first, second] = [await connect(url()), await connect(url())];
    const stop = new AbortController();
    const ended = first
      .call(`${id}__work`, { n: 1 }, { signal: stop.signal })
      .catch((error: unknown) => error);
    const other = second.call(`${id}__work`, { n: 2 });
    await vi.waitFor(() => expect(started).toHaveLength(2));
    stop.abort();
    expect(await ended).toBeInstanceOf(Error);
    const told = () => upstream.received.some(({ body }) => body.includes('notifications/cancelled'));
    await vi.waitFor(() => expect(era === 'legacy' ? told() : cancelled.length > 0).toBe(true));
    open();
    expect(textOf(await other)).toBe('done 2');
    expect(cancelled).not.toContain(2);
  });
});

it('T229: a cancellation in another session, or of another person, stops nothing', async () => {
  const { open, opened } = gate();
  const started = gate();
  const call: Call = async (_params, { mcpReq }) => {
    started.open();
    await opened;
    return text(mcpReq.signal.aborted ? 'stopped' : 'done');
  };
  const { id } = await putServer(endpoint, await startUpstreamServer({ tools: TOOLS, call }));
  const session = async (token: string) => {
    const params = {
      protocolVersion: '2025-11-25',
      capabilities: {},
      clientInfo: { name: 'x', version: '1' },
    };
    const message = { jsonrpc: '2.0', id: 0, method: 'initialize', params };
    const response = await fetch(url(), posted(message, { authorization: `Bearer ${token}` }));
    await response.text();
    return {
      authorization: `Bearer ${token}`,
      'mcp-session-id': response.headers.get('mcp-session-id') ?? expect.unreachable(),
    };
  };
  const { ada, bob } = endpoint.tokens;
  const [own, others, bobs] = [await session(ada), await session(ada), await session(bob)];
  const message = {
    jsonrpc: '2.0',
    id: 1,
    method: 'tools/call',
    params: { name: `${id}__work`, arguments: {} },
  };
  const answer = fetch(url(), posted(message, own)).then((response) => response.text());
  await started.opened;
  const cancel = { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 1 } };
  for (const [headers, status] of [
    [others, 202],
    [bobs, 202],
    [{ ...bobs, 'mcp-session-id': own['mcp-session-id'] }, 404],
  ] as const)
    expect((await fetch(url(), posted(cancel, headers))).status).toBe(status);
  // The id is the number 1, and no text.
  const asText = { ...cancel, params: { requestId: '1' } };
  expect((await fetch(url(), posted(asText, own))).status).toBe(202);
  open();
  expect(await answer).toContain('done');
});

it('T229: many calls at once, whose clients all count from the same id, get their own answers and progress', async () => {
  const call: Call = async ({ arguments: given }, context) => {
    await progress(context, Number(given?.n));
    await new Promise((resolve) => setImmediate(resolve));
    return text(`for ${given?.n}`);
  };
  const { id } = await putServer(endpoint, await startUpstreamServer({ tools: TOOLS, call }));
  const callers = await Promise.all(
    Array.from({ length: 24 }, (_, n) => CALLERS[n % CALLERS.length]?.[1](url()) ?? expect.unreachable()),
  );
  const seen = callers.map(() => [] as number[]);
  const results = await Promise.all(
    callers.map((caller, n) =>
      caller.call(`${id}__work`, { n }, { onprogress: (each) => void seen[n]?.push(each.progress) }),
    ),
  );
  expect(results.map(textOf)).toEqual(callers.map((_, n) => `for ${n}`));
  expect(seen).toEqual(callers.map((_, n) => [n]));
});

it('T232: a person has so many calls at once, and further ones are not made', async () => {
  const { open, opened } = gate();
  let begun = 0;
  const call: Call = async () => {
    begun += 1;
    await opened;
    return text('done');
  };
  const { id } = await putServer(endpoint, await startUpstreamServer({ tools: TOOLS, call }));
  const caller = await modern(url(), 'auto');
  const most = ENDPOINT_LIMITS.callsAtOnce;
  const running = Array.from({ length: most }, () => caller.call(`${id}__work`, {}));
  await vi.waitFor(() => expect(begun).toBe(most), { timeout: 20_000 });
  expect(textOf(await caller.call(`${id}__work`, {}))).toContain('Too many calls');
  expect(begun).toBe(most);
  open();
  for (const result of await Promise.all(running)) expect(textOf(result)).toBe('done');
  expect(textOf(await caller.call(`${id}__work`, {}))).toBe('done');
});

it.each(ERAS)('a server (%s) is asked once which era it speaks', async (era) => {
  const upstream = await startUpstreamServer({ tools: TOOLS, call: () => text('done'), era });
  const { id } = await putServer(endpoint, upstream);
  const caller = await modern(url(), 'auto');
  for (let round = 0; round < 3; round += 1)
    expect(textOf(await caller.call(`${id}__work`, {}))).toBe('done');
  const probes = upstream.received.filter(({ body }) => body.includes('server/discover'));
  expect(probes).toHaveLength(1);
  const calls = upstream.received.filter(({ body }) => body.includes('tools/call'));
  expect(calls).toHaveLength(3);
});

it('T229: an answer to another id is dropped, and a stream that ends without an answer ends the call', async () => {
  const { startUpstream, SSE } = await import('../client/upstream.ts');
  const upstream = await startUpstream(({ body, method: httpMethod }, response) => {
    if (httpMethod !== 'POST') return void response.writeHead(405).end();
    const { id, method } = JSON.parse(body);
    if (method === 'server/discover') return void response.writeHead(400).end();
    if (id === undefined) return void response.writeHead(202).end();
    const initialized = {
      protocolVersion: '2025-11-25',
      capabilities: { tools: {} },
      serverInfo: { name: 'x', version: '1' },
    };
    response.writeHead(200, SSE);
    if (method === 'initialize')
      return void response.end(`data: ${JSON.stringify({ jsonrpc: '2.0', id, result: initialized })}\n\n`);
    const foreign = { jsonrpc: '2.0', id: 999, result: text('for somebody else') };
    response.end(`data: ${JSON.stringify(foreign)}\n\n`);
  });
  const { id } = await putServer(endpoint, upstream);
  const caller = await modern(url(), 'auto');
  const result = await caller.call(`${id}__work`, {});
  expect(result).toMatchObject({ isError: true });
  expect(textOf(result)).toBe('The call failed. The tool may have run.');
});
