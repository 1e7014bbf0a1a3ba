/**
 * The tools of an address, whatever a server does.
 * Covers src/endpoint/upstream/upstream-lists.ts, src/endpoint/upstream/read-list.ts, src/endpoint/upstream/kept.ts, src/endpoint/upstream/known-servers.ts,
 * src/endpoint/tools/own-tools.ts, src/endpoint/tools/servers-at.ts, src/endpoint/tools/list-tools.ts, src/endpoint/tools/within-answer.ts,
 * src/endpoint/limits.ts.
 */
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { ENDPOINT_LIMITS } from '../../src/endpoint/limits.ts';
import { UNAVAILABLE } from '../../src/endpoint/tools/list-tools.ts';
import { Kept } from '../../src/endpoint/upstream/kept.ts';
import { textOf } from '../client/mcp-clients.ts';
import { answerJson, SSE, startUpstream, type Upstream } from '../client/upstream.ts';
import { bearing } from './bearing.ts';
import { type EndpointWorld, startEndpointWorld } from './endpoint-world.ts';
import { putServer, startUpstreamServer, text } from './upstream-server.ts';

let endpoint: EndpointWorld;
beforeAll(async () => {
  endpoint = await startEndpointWorld();
  await endpoint.connect();
});
afterAll(() => endpoint?.close());

async function clientAt(address: string, person: 'ada' | 'bob' = 'ada'): Promise<Client> {
  const client = new Client({ name: 'x', version: '1' }, { versionNegotiation: { mode: 'auto' } });
  const fetch = bearing(endpoint.tokens[person]);
  await client.connect(new StreamableHTTPClientTransport(new URL(address), { fetch }));
  onTestFinished(() => client.close());
  return client;
}

async function listed(address = `${endpoint.address}/acme`, person: 'ada' | 'bob' = 'ada') {
  const { tools, _meta } = await (await clientAt(address, person)).listTools();
  return { names: tools.map(({ name }) => name), tools, unavailable: _meta?.[UNAVAILABLE] };
}

const DEMO = ['demo-notes__list_notes', 'demo-tasks__list_tasks'];
const asked = ({ received }: { received: { body: string }[] }, method = 'tools/list') =>
  received.filter(({ body }) => body.includes(`"${method}"`)).length;

/** A server of 2025 whose answer to `tools/list` is the test's. */
function listing(
  answer: (id: unknown, response: Parameters<typeof answerJson>[0]) => void,
): Promise<Upstream> {
  return startUpstream(({ body, method: httpMethod }, response) => {
    if (httpMethod !== 'POST') return void response.writeHead(405).end();
    const { id, method } = JSON.parse(body);
    if (method === 'server/discover') return void response.writeHead(400).end();
    if (id === undefined) return void response.writeHead(202).end();
    if (method === 'tools/list') return answer(id, response);
    const capabilities = { tools: {} };
    const result = { protocolVersion: '2025-11-25', capabilities, serverInfo: { name: 'x', version: '1' } };
    answerJson(response, { jsonrpc: '2.0', id, result });
  });
}

const result = (id: unknown, tools: unknown[]) => ({ jsonrpc: '2.0', id, result: { tools } });
const tool = (name: string, more: object = {}) => ({ name, inputSchema: { type: 'object' }, ...more });

describe('T232: a server hurts nobody else', () => {
  /** The time for a list is over at once for this server, and the machine’s timer is as it is for everything else. */
  const noWaiting = {
    after: (milliseconds: number, elapsed: () => void) => {
      const soon = milliseconds === ENDPOINT_LIMITS.listTime ? 500 : milliseconds;
      const timer = setTimeout(elapsed, soon);
      return () => clearTimeout(timer);
    },
  };

  it.each([
    ['that hangs', () => listing(() => undefined)],
    [
      'that sends a stream without an end',
      () =>
        listing((_id, response) => {
          response.writeHead(200, SSE);
          const timer = setInterval(() => response.write(': still there\n\n'), 20);
          response.once('close', () => clearInterval(timer));
        }),
    ],
    [
      'with a schema of 50 MB',
      () =>
        listing((id, response) =>
          answerJson(response, result(id, [tool('big', { description: 'x'.repeat(50e6) })])),
        ),
    ],
    [
      'that answers an error',
      () =>
        listing((id, response) =>
          answerJson(response, { jsonrpc: '2.0', id, error: { code: 1, message: 'x' } }),
        ),
    ],
    ['that answers no MCP', () => startUpstream((_request, response) => void response.end('<html>'))],
    [
      'whose tools are none',
      () => listing((id, response) => answerJson(response, result(id, [{ name: 1 }]))),
    ],
  ])('%s: it is missing, and named', async (_what, start) => {
    const upstream = await start();
    const { id } = await putServer(endpoint, upstream);
    const address = `${await endpoint.another(noWaiting)}/acme`;
    expect(await listed(address)).toMatchObject({ names: DEMO, unavailable: [id] });
  });

  it('of another workspace that hangs: its list waits, and no other', async () => {
    const hanging = await listing(() => undefined);
    const before = endpoint.servers.globex ?? [];
    const facts = {
      id: 'own-hanging',
      name: 'x',
      url: hanging.url,
      binding: 'request' as const,
      discovery: false,
    };
    endpoint.servers.globex = [...before, facts];
    onTestFinished(() => {
      endpoint.servers.globex = before;
    });
    const elapse: (() => void)[] = [];
    const after = (milliseconds: number, elapsed: () => void) => {
      if (milliseconds === ENDPOINT_LIMITS.listTime) elapse.push(elapsed);
      return () => undefined;
    };
    const address = await endpoint.another({ after });
    const waiting = listed(`${address}/globex`);
    await vi.waitFor(() => expect(asked(hanging)).toBe(1));
    expect((await listed(`${address}/acme`)).names).toEqual(DEMO);
    for (const elapsed of elapse) elapsed();
    expect(await waiting).toMatchObject({ names: DEMO, unavailable: ['own-hanging'] });
  });

  it('with 10,000 tools: its first ones are there, and no more are read', async () => {
    const many = Array.from({ length: 10_000 }, (_, n) => tool(`t${n}`));
    const { id } = await putServer(
      endpoint,
      await listing((rpc, response) => answerJson(response, result(rpc, many))),
    );
    const { names } = await listed();
    expect(names.slice(0, 3)).toEqual([...DEMO, `${id}__t0`]);
    expect(names).toHaveLength(2 + ENDPOINT_LIMITS.listTools);
  });

  it('whose pages have no end: so many are read', async () => {
    let pages = 0;
    const upstream = await listing((id, response) => {
      pages += 1;
      answerJson(response, {
        jsonrpc: '2.0',
        id,
        result: { tools: [tool(`p${pages}`)], nextCursor: `${pages}` },
      });
    });
    await putServer(endpoint, upstream);
    expect((await listed()).names).toHaveLength(2 + ENDPOINT_LIMITS.listPages);
    expect(pages).toBe(ENDPOINT_LIMITS.listPages);
  });

  it('that is down is not asked again for thirty seconds, and then is', async () => {
    let isDown = true;
    const upstream = await listing((id, response) =>
      isDown ? void response.writeHead(500).end() : answerJson(response, result(id, [tool('back')])),
    );
    const { id } = await putServer(endpoint, upstream);
    expect((await listed()).names).toEqual(DEMO);
    const before = upstream.received.length;
    isDown = false;
    endpoint.world.advance(ENDPOINT_LIMITS.listPause - 1_000);
    expect((await listed()).names).toEqual(DEMO);
    expect(upstream.received).toHaveLength(before);
    endpoint.world.advance(1_000);
    expect((await listed()).names).toEqual([...DEMO, `${id}__back`]);
    endpoint.world.resetClock();
  });
});

it('a list is asked for once in five minutes, whoever asks, where it needs no token', async () => {
  const upstream = await startUpstreamServer({ tools: [{ name: 'one' }], call: () => text('x') });
  const { id } = await putServer(endpoint, upstream);
  const everybody = [listed(), listed(), listed(`${endpoint.address}/acme`, 'bob')];
  for (const { names } of await Promise.all(everybody)) expect(names).toContain(`${id}__one`);
  await listed(`${endpoint.address}/acme/${id}`);
  expect(asked(upstream)).toBe(1);
  endpoint.world.advance(ENDPOINT_LIMITS.listKept);
  await listed();
  expect(asked(upstream)).toBe(2);
  endpoint.world.resetClock();
});

describe('T232: an answer with more lists than fit', () => {
  const MIB = 1024 * 1024;
  const sized = (name: string, bytes: number) =>
    listing((id, response) =>
      answerJson(response, result(id, [tool(name, { description: 'x'.repeat(bytes) })])),
    );
  /** In this order the servers are registered, and their ids rise. */
  async function put(sizes: number[], changes: Parameters<typeof putServer>[2] = {}): Promise<string[]> {
    const ids: string[] = [];
    for (const bytes of sizes) ids.push((await putServer(endpoint, await sized('big', bytes), changes)).id);
    return ids.sort();
  }

  it('has 4 MiB of them by id, what is small still fits, and the others are named', async () => {
    const ids = await put(Array.from({ length: 6 }, () => 0.9 * MIB));
    const { id: small } = await putServer(endpoint, await sized('small', 100));
    // The injector's order is not what decides.
    endpoint.servers.acme = endpoint.servers.acme?.toReversed() ?? [];
    const { names, unavailable, tools } = await listed();
    const expected = [...DEMO, ...[...ids.slice(0, 4).map((id) => `${id}__big`), `${small}__small`].sort()];
    expect([...names].sort()).toEqual(expected);
    expect(unavailable).toEqual(ids.slice(4));
    expect(Buffer.byteLength(JSON.stringify(tools))).toBeLessThan(ENDPOINT_LIMITS.listsAnswer);
    endpoint.servers.acme = endpoint.servers.acme?.toReversed() ?? [];
    expect((await listed(`${endpoint.address}/acme/${ids[5]}`)).names).toEqual(['big']);
  });

  it('has those of connected servers before all others', async () => {
    const first = await put(Array.from({ length: 5 }, () => 0.9 * MIB));
    const connected = first.at(-1) ?? expect.unreachable();
    const { client } = endpoint.injector;
    const refused = { ready: false as const, reason: 'not_connected' as const, message: 'Connect.' };
    const servers = async (...question: Parameters<typeof client.servers>) =>
      (await client.servers(...question)).map((each) => {
        if (each.id === connected) return each;
        const { id, name, url, binding, discovery } = each;
        return { id, name, binding, discovery, ...(url !== undefined && { url }), ...refused };
      });
    const address = `${await endpoint.another({ injector: { ...client, servers } })}/acme`;
    const { names, unavailable } = await listed(address);
    expect(names[0]).toBe(`${connected}__big`);
    expect(unavailable).toEqual([first[3]]);
  });
});

it('tools that a registration does not allow are not listed', async () => {
  const tools = [{ name: 'one' }, { name: 'two' }];
  const upstream = await startUpstreamServer({ tools, call: () => text('x') });
  const { id } = await putServer(endpoint, upstream, { tools: ['two'] });
  expect((await listed()).names).toEqual([...DEMO, `${id}__two`]);
});

it('T227: a name that two tools claim is served by none of them, and told', async () => {
  const twice = [tool('same', { description: 'a' }), tool('same', { description: 'b' }), tool('other')];
  const { id } = await putServer(
    endpoint,
    await listing((rpc, response) => answerJson(response, result(rpc, twice))),
  );
  expect((await listed()).names).toEqual([...DEMO, `${id}__other`]);
  for (const [path, name] of [
    ['/acme', `${id}__same`],
    [`/acme/${id}`, 'same'],
  ] as const) {
    const client = await clientAt(`${endpoint.address}${path}`);
    await expect(client.callTool({ name })).rejects.toMatchObject({ code: -32602 });
  }
  expect(endpoint.logged.join('\n')).toContain('"tools_named_alike"');
});

it('T227: a call of a changed name reaches the tool that was listed, and no other', async () => {
  const names = [
    'list.all',
    'list_all',
    'list all',
    'connect',
    'LIST.ALL',
    'x'.repeat(100),
    `${'x'.repeat(99)}y`,
  ];
  const called: string[] = [];
  const upstream = await startUpstreamServer({
    tools: names.map((name) => ({ name, description: name })),
    call: ({ name }) => {
      called.push(name);
      return text(name);
    },
  });
  const { id } = await putServer(endpoint, upstream);
  const client = await clientAt(`${endpoint.address}/acme`);
  const tools = (await client.listTools()).tools.filter(({ name }) => name.startsWith(`${id}__`));
  expect(tools.map(({ description }) => description)).toEqual(names);
  for (const { name, description } of tools)
    expect(textOf(await client.callTool({ name }))).toBe(description);
  expect(called).toEqual(names);
  const changed = tools[0]?.name.replace(/.$/, (last) => (last === '0' ? '1' : '0')) ?? expect.unreachable();
  await expect(client.callTool({ name: changed })).rejects.toMatchObject({ code: -32602 });
  expect(called).toEqual(names);
});

describe('a server whose list needs a token', () => {
  const start = () => startUpstreamServer({ tools: [{ name: 'mine' }], call: () => text('called') });

  it('offers one tool while it is not connected, which gives the page; then its own', async () => {
    const upstream = await start();
    const { id } = await putServer(endpoint, upstream, { discovery: true });
    await endpoint.disconnect();
    const client = await clientAt(`${endpoint.address}/acme`);
    const names = async () => (await client.listTools()).tools.map(({ name }) => name);
    expect(await names()).toEqual([...DEMO, `${id}__connect`]);
    const page = await client.callTool({ name: `${id}__connect` });
    expect(page).toMatchObject({ isError: true });
    expect(textOf(page)).toContain(`/?connect=demo&workspace=acme&server=${id}`);
    expect(upstream.received).toEqual([]);
    await endpoint.connect();
    expect(textOf(await client.callTool({ name: `${id}__connect` }))).toContain('is connected');
    expect(await names()).toEqual([...DEMO, `${id}__mine`]);
    expect(textOf(await client.callTool({ name: `${id}__mine` }))).toBe('called');
    expect(upstream.received.every(({ headers }) => headers['upstream-token'] !== undefined)).toBe(true);
  });

  it('is asked for each person', async () => {
    const upstream = await start();
    const { id } = await putServer(endpoint, upstream, { discovery: true });
    for (const person of ['ada', 'bob', 'ada', 'bob'] as const)
      expect((await listed(`${endpoint.address}/acme`, person)).names).toContain(`${id}__mine`);
    expect(asked(upstream)).toBe(2);
  });

  it('T220: is read anew where the connection may be a person’s own, since its id says not whose it is', async () => {
    let tools = [tool('of.acme')];
    const upstream = await listing((rpc, response) => answerJson(response, result(rpc, tools)));
    const { id } = await putServer(endpoint, upstream, { discovery: true });
    const { client } = endpoint.injector;
    let connectionOf: 'workspace' | 'person' | undefined = 'workspace';
    const inject = async (...[request, options]: Parameters<typeof client.inject>) => ({
      ...(await client.inject(request, options)),
      ...(connectionOf && { connectionOf }),
    });
    const address = `${await endpoint.another({ injector: { ...client, inject } })}/acme`;
    const named = async () => (await listed(address)).names.find((name) => name.startsWith(id));
    expect(await named()).toMatch(/__of_acme_/);
    connectionOf = 'person';
    tools = [tool('of.ada')];
    const own = (await named()) ?? expect.unreachable();
    expect(own).toMatch(/__of_ada_/);
    // A call means the tool of the last list, and asks for no other one.
    const lists = asked(upstream);
    await (await clientAt(address)).callTool({ name: own });
    expect(upstream.received.at(-1)?.body).toContain('"of.ada"');
    expect(asked(upstream)).toBe(lists);
    // Where the connection is the workspace's alone, its list is kept again.
    connectionOf = undefined;
    await named();
    const before = asked(upstream);
    await named();
    expect(asked(upstream)).toBe(before);
  });

  it('at its own address, too', async () => {
    const { id } = await putServer(endpoint, await start(), { discovery: true });
    await endpoint.disconnect();
    expect((await listed(`${endpoint.address}/acme/${id}`)).names).toEqual([`${id}__connect`]);
    await endpoint.connect();
    expect((await listed(`${endpoint.address}/acme/${id}`)).names).toEqual(['mine']);
  });
});

it('a server without an address offers the page while it is not connected', async () => {
  const { url: _, ...facts } = endpoint.servers.acme?.[0] ?? expect.unreachable();
  const before = endpoint.servers.acme ?? [];
  endpoint.servers.acme = [{ ...facts }];
  onTestFinished(() => {
    endpoint.servers.acme = before;
  });
  expect(await listed()).toMatchObject({ names: [], unavailable: ['demo-notes'] });
  await endpoint.disconnect();
  expect((await listed()).names).toEqual(['demo-notes__connect']);
  const client = await clientAt(`${endpoint.address}/acme`);
  for (const name of ['demo-notes__connect', 'demo-notes__list_notes'])
    expect(textOf(await client.callTool({ name }))).toContain('/?connect=demo&workspace=acme');
  await endpoint.connect();
});

it('a server that is a process is named as unavailable, and says why to who has connected its provider', async () => {
  const facts = { id: 'own-process', name: 'Own Process', binding: 'process' as const, discovery: false };
  const { status } = await endpoint.world.ada.request('PUT', '/v1/workspaces/acme/mcp-servers/own-process', {
    ...{ name: facts.name, provider: 'demo', binding: 'process', discovery: false, scopes: [] },
    placements: [{ in: 'env', name: 'TOKEN', value: '{accessToken}' }],
  });
  expect(status).toBe(200);
  const before = endpoint.servers.acme ?? [];
  endpoint.servers.acme = [...before, facts];
  onTestFinished(() => {
    endpoint.servers.acme = before;
  });
  const client = await clientAt(`${endpoint.address}/acme`);
  await endpoint.disconnect();
  expect(await listed()).toMatchObject({ unavailable: ['own-process'] });
  await endpoint.connect();
  const { tools } = await client.listTools();
  expect(tools.at(-1)).toMatchObject({
    name: 'own-process__unavailable',
    title: 'Own Process (unavailable)',
  });
  const said = await client.callTool({ name: 'own-process__unavailable' });
  expect(said).toMatchObject({ isError: true });
  expect(textOf(said)).toContain('not available at this address');
  expect(await client.callTool({ name: 'own-process__other' })).toEqual(said);
});

it('an injector that does not answer makes an error without its text', async () => {
  const servers = () => Promise.reject(new Error('secret-text'));
  const address = await endpoint.another({ injector: { ...endpoint.injector.client, servers } });
  const client = await clientAt(`${address}/acme`);
  const error = await client.listTools().catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: -32603, message: expect.stringContaining('cannot be listed now') });
  const called = await client.callTool({ name: 'demo-notes__list_notes' });
  expect(textOf(called)).toBe('The call failed. The tool may have run.');
});

it('keys that cannot be had make an error without its text', async () => {
  const address = await endpoint.another({ keys: { of: () => Promise.reject(new Error('secret-text')) } });
  const client = await clientAt(`${address}/acme`);
  const error = await client.callTool({ name: 'demo-notes__list_notes' }).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({
    code: -32603,
    message: expect.stringContaining('The endpoint has a fault.'),
  });
  expect(String(error)).not.toContain('secret-text');
});

describe('what is kept', () => {
  const kept = (now = () => 0) => new Kept<string>({ most: 3, mostBytes: 100, now });
  const one = { bytes: 10, time: 100 };

  it('is bounded by number and bytes; what was used least lately goes first', () => {
    const some = kept();
    for (const key of ['a', 'b', 'c']) some.set(key, key, one);
    some.get('a');
    some.set('d', 'd', one);
    expect(['a', 'b', 'c', 'd'].map((key) => some.get(key))).toEqual(['a', undefined, 'c', 'd']);
    some.set('big', 'big', { bytes: 95, time: 100 });
    expect(['a', 'c', 'd', 'big'].map((key) => some.get(key))).toEqual([
      undefined,
      undefined,
      undefined,
      'big',
    ]);
    some.set('too big', 'x', { bytes: 101, time: 100 });
    expect(['big', 'too big'].map((key) => some.get(key))).toEqual([undefined, undefined]);
  });

  it('is gone when its time is over', () => {
    let now = 0;
    const some = kept(() => now);
    some.set('a', 'a', one);
    now = 99;
    expect(some.get('a')).toBe('a');
    now = 100;
    expect(some.get('a')).toBeUndefined();
  });
});
