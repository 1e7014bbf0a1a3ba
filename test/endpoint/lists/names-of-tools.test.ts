/**
 * Under which names the tools of a server are listed, and which tool a name reaches.
 * Covers src/endpoint/tools/list-tools.ts, src/endpoint/upstream/known-servers.ts,
 * src/endpoint/upstream/upstream-lists.ts.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { textOf } from '../../client/mcp-clients.ts';
import { answerJson } from '../../client/upstream.ts';
import { type EndpointWorld, startEndpointWorld } from '../endpoint-world.ts';
import { putServer, startUpstreamServer, text } from '../upstream-server.ts';
import { clientAt, DEMO, listed, listing, result, tool } from './listed-tools.ts';

let endpoint: EndpointWorld;
beforeAll(async () => {
  endpoint = await startEndpointWorld();
  await endpoint.connect();
});
afterAll(() => endpoint?.close());

it('tools that a registration does not allow are not listed', async () => {
  const tools = [{ name: 'one' }, { name: 'two' }];
  const upstream = await startUpstreamServer({ tools, call: () => text('x') });
  const { id } = await putServer(endpoint, upstream, { tools: ['two'] });
  expect((await listed(endpoint)).names).toEqual([...DEMO, `${id}__two`]);
});

it('T227: a name that two tools claim is served by none of them, and told', async () => {
  const twice = [tool('same', { description: 'a' }), tool('same', { description: 'b' }), tool('other')];
  const { id } = await putServer(
    endpoint,
    await listing((rpc, response) => answerJson(response, result(rpc, twice))),
  );
  expect((await listed(endpoint)).names).toEqual([...DEMO, `${id}__other`]);
  for (const [path, name] of [
    ['/acme', `${id}__same`],
    [`/acme/${id}`, 'same'],
  ] as const) {
    const client = await clientAt(endpoint, `${endpoint.address}${path}`);
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
  const client = await clientAt(endpoint, `${endpoint.address}/acme`);
  const tools = (await client.listTools()).tools.filter(({ name }) => name.startsWith(`${id}__`));
  expect(tools.map(({ description }) => description)).toEqual(names);
  for (const { name, description } of tools)
    expect(textOf(await client.callTool({ name }))).toBe(description);
  expect(called).toEqual(names);
  const changed = tools[0]?.name.replace(/.$/, (last) => (last === '0' ? '1' : '0')) ?? expect.unreachable();
  await expect(client.callTool({ name: changed })).rejects.toMatchObject({ code: -32602 });
  expect(called).toEqual(names);
});
