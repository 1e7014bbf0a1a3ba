/**
 * T228: in a stage that holds changes back, a definition that nobody approved is neither listed nor called, until an admin approves what
 * the admin was shown.
 * Covers src/endpoint/upstream/judged-lists.ts, src/broker/inject/tool-held.ts, src/broker/tools/judge-sight.ts,
 * src/broker/tools/seen-tools.ts, src/broker/tools/approve-tools.ts, src/broker/tools/list-seen-tools.ts.
 */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { InjectorUnreachable } from '../../../client/src/index.ts';
import type { ApiClient } from '../../../local/demo/api-client.ts';
import { type EndpointWorld, startEndpointWorld } from '../endpoint-world.ts';
import { type ChangingServer, entriesOf, FINGERPRINT, READ, SEND, startChanging } from './changing-server.ts';
import { clientAt, listed } from './listed-tools.ts';

let endpoint: EndpointWorld;
beforeAll(async () => {
  endpoint = await startEndpointWorld('hold');
  await endpoint.connect();
});
afterAll(() => endpoint?.close());
afterEach(() => endpoint.world.resetClock());

const CHANGED = { ...READ, description: 'Reads every page.' };
const pathOf = ({ id }: { id: string }) => `/v1/workspaces/acme/mcp-servers/${id}`;

async function seen(server: ChangingServer, person: ApiClient = endpoint.world.bob) {
  const { body } = await person.request<{
    tools: { name: string; fingerprint: string; isApproved: boolean }[];
  }>('GET', `${pathOf(server)}/seen-tools`);
  return body.tools;
}

async function approve(
  server: ChangingServer,
  fingerprints: string[],
  person: ApiClient = endpoint.world.ada,
): Promise<number | string> {
  const { status, body } = await person.request<{ code?: string } | undefined>(
    'POST',
    `${pathOf(server)}/tools-approved`,
    { fingerprints },
  );
  return body?.code ?? status;
}

const heldOf = async (server: ChangingServer) =>
  (await seen(server)).filter(({ isApproved }) => !isApproved).map(({ fingerprint }) => fingerprint);

async function call({ id }: ChangingServer, name: string, address = endpoint.address) {
  const client = await clientAt(endpoint, `${address}/acme/${id}`, 'bob');
  const { isError, content } = await client.callTool({ name, arguments: {} });
  return isError ? (content[0] as { text: string }).text : 'called';
}

const MUST_APPROVE = expect.stringContaining('An admin of the workspace must approve it');

describe('T228: a definition that changed', () => {
  it('is not listed and not called, in any process; the others are, and an approval ends it', async () => {
    const server = await startChanging(endpoint, [READ, SEND]);
    expect(await server.names()).toEqual(['read', 'send']);
    expect(await heldOf(server)).toEqual([]);
    server.become(CHANGED, SEND);
    expect(await server.names()).toEqual(['send']);
    const other = await endpoint.another();
    expect([await call(server, 'read'), await call(server, 'read', other)]).toEqual([
      MUST_APPROVE,
      MUST_APPROVE,
    ]);
    expect([await call(server, 'send'), server.called]).toEqual(['called', ['send']]);
    const held = await heldOf(server);
    expect(held).toEqual([expect.stringMatching(FINGERPRINT)]);
    expect(await approve(server, held)).toBe(204);
    // At once: a list with tools that are held back is told each time.
    const { names } = await listed(endpoint, `${endpoint.address}/acme/${server.id}`);
    expect(names).toEqual(['read', 'send']);
    expect(await call(server, 'read', other)).toBe('called');
    expect(
      (await entriesOf(endpoint.world.ada, 'acme', server.id)).map(({ type, actor }) => [type, actor]),
    ).toEqual([
      ['tools_changed', 'ada'],
      ['tools_approved', 'ada'],
    ]);
    expect(await approve(server, held)).toBe(204);
    expect(await entriesOf(endpoint.world.ada, 'acme', server.id)).toHaveLength(2);
  });

  it('and goes back is served: what was approved stays so', async () => {
    const server = await startChanging(endpoint, [READ]);
    await server.names();
    server.become(CHANGED);
    expect(await server.names()).toEqual([]);
    server.become(READ);
    expect(await server.names()).toEqual(['read']);
    expect(await call(server, 'read')).toBe('called');
  });

  it('is held back too where it has the name of another one, or none that was there', async () => {
    const server = await startChanging(endpoint, [READ, SEND]);
    await server.names();
    server.become({ ...READ, name: 'send' }, { ...SEND, name: 'read' }, { name: 'erase' });
    expect(await server.names()).toEqual([]);
    for (const name of ['send', 'read', 'erase', 'never-listed'])
      expect(await call(server, name)).toEqual(MUST_APPROVE);
    expect(server.called).toEqual([]);
  });

  it('is not approved unseen: by what was shown before it changed again nothing is', async () => {
    const server = await startChanging(endpoint, [READ]);
    await server.names();
    server.become(CHANGED);
    await server.names();
    const shown = await heldOf(server);
    server.become({ ...READ, description: 'Reads and sends every page.' });
    await server.names();
    expect(await approve(server, shown)).toBe('server_changed');
    expect(await server.names()).toEqual([]);
    expect(await approve(server, [...shown, ...(await heldOf(server))])).toBe('server_changed');
    expect(await heldOf(server)).toHaveLength(1);
  });

  it('is approved by admins alone, and by fingerprints alone', async () => {
    const server = await startChanging(endpoint, [READ]);
    expect(await approve(server, ['A'.repeat(43)])).toBe('not_found');
    await server.names();
    server.become(CHANGED);
    await server.names();
    const held = await heldOf(server);
    expect(await approve(server, held, endpoint.world.bob)).toBe('forbidden');
    expect(await approve(server, held, endpoint.world.mallory)).toBe('not_found');
    expect(await approve(server, [])).toBe('invalid_request');
    expect(await approve(server, ['read'])).toBe('invalid_request');
    expect(await heldOf(server)).toEqual(held);
    const { status } = await endpoint.world.mallory.request('GET', `${pathOf(server)}/seen-tools`);
    expect(status).toBe(404);
  });
});

it('T228: a list that the injector has not judged is not shown, and the server is named', async () => {
  const server = await startChanging(endpoint, [READ]);
  const failing = async () => {
    throw new InjectorUnreachable('timeout');
  };
  const address = await endpoint.another({ injector: { ...endpoint.injector.client, listed: failing } });
  const { names, unavailable } = await listed(endpoint, `${address}/acme`);
  expect(names.filter((name) => name.startsWith(server.id))).toEqual([]);
  expect(unavailable).toContain(server.id);
});

it('T228: a server that first gives an empty list has none that is believed', async () => {
  const server = await startChanging(endpoint, []);
  await server.names();
  server.become(READ);
  expect(await server.names()).toEqual(['read']);
  server.become();
  expect(await server.names()).toEqual([]);
  server.become(READ);
  expect(await server.names()).toEqual(['read']);
});

it('a server whose registration was deleted begins anew', async () => {
  const server = await startChanging(endpoint, [READ]);
  await server.names();
  expect(await seen(server)).toHaveLength(1);
  expect((await endpoint.world.ada.request('DELETE', pathOf(server))).status).toBe(204);
  expect(await seen(server)).toEqual([]);
});
