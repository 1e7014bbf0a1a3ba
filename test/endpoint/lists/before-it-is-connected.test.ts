/**
 * What a server lists that needs a connection, before and after there is one.
 * Covers src/endpoint/tools/own-tools.ts, src/endpoint/tools/servers-at.ts, src/endpoint/tools/list-tools.ts,
 * src/endpoint/upstream/known-servers.ts, src/endpoint/upstream/upstream-lists.ts.
 */
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { textOf } from '../../client/mcp-clients.ts';
import { answerJson } from '../../client/upstream.ts';
import { type EndpointWorld, startEndpointWorld } from '../endpoint-world.ts';
import { putServer, startUpstreamServer, text } from '../upstream-server.ts';
import { asked, clientAt, DEMO, listed, listing, result, tool } from './listed-tools.ts';

let endpoint: EndpointWorld;
beforeAll(async () => {
  endpoint = await startEndpointWorld();
  await endpoint.connect();
});
afterAll(() => endpoint?.close());

describe('a server whose list needs a token', () => {
  const start = () => startUpstreamServer({ tools: [{ name: 'mine' }], call: () => text('called') });

  it('offers one tool while it is not connected, which gives the page; then its own', async () => {
    const upstream = await start();
    const { id } = await putServer(endpoint, upstream, { discovery: true });
    await endpoint.disconnect();
    const client = await clientAt(endpoint, `${endpoint.address}/acme`);
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
      expect((await listed(endpoint, `${endpoint.address}/acme`, person)).names).toContain(`${id}__mine`);
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
    const named = async () => (await listed(endpoint, address)).names.find((name) => name.startsWith(id));
    expect(await named()).toMatch(/__of_acme_/);
    connectionOf = 'person';
    tools = [tool('of.ada')];
    const own = (await named()) ?? expect.unreachable();
    expect(own).toMatch(/__of_ada_/);
    // A call means the tool of the last list, and asks for no other one.
    const lists = asked(upstream);
    await (await clientAt(endpoint, address)).callTool({ name: own });
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
    expect((await listed(endpoint, `${endpoint.address}/acme/${id}`)).names).toEqual([`${id}__connect`]);
    await endpoint.connect();
    expect((await listed(endpoint, `${endpoint.address}/acme/${id}`)).names).toEqual(['mine']);
  });
});

it('a server without an address offers the page while it is not connected', async () => {
  const { url: _, ...facts } = endpoint.servers.acme?.[0] ?? expect.unreachable();
  const before = endpoint.servers.acme ?? [];
  endpoint.servers.acme = [{ ...facts }];
  onTestFinished(() => {
    endpoint.servers.acme = before;
  });
  expect(await listed(endpoint)).toMatchObject({ names: [], unavailable: ['demo-notes'] });
  await endpoint.disconnect();
  expect((await listed(endpoint)).names).toEqual(['demo-notes__connect']);
  const client = await clientAt(endpoint, `${endpoint.address}/acme`);
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
  const client = await clientAt(endpoint, `${endpoint.address}/acme`);
  await endpoint.disconnect();
  expect(await listed(endpoint)).toMatchObject({ unavailable: ['own-process'] });
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
