/**
 * T240: the test call is no proxy. Admins alone, once, after a confirmation of what is really used, with the record of a call.
 * Covers src/http/server-trial.ts, src/trial/try-server.ts, src/trial/list-server-tools.ts, src/trial/ask-injector.ts,
 * src/trial/with-server.ts, src/broker/inject/trial.ts, local/app-of-environment.ts.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { said, startTrialServer, type TrialServer } from './trial-server.ts';
import type { Answer } from './trial-world.ts';
import { REGISTRATION, startTrialWorld, type TrialWorld } from './trial-world.ts';

let world: TrialWorld;
let server: TrialServer;
beforeAll(async () => {
  world = await startTrialWorld();
  server = await startTrialServer();
  await world.register('own', { ...REGISTRATION, url: server.url });
  await world.register('sessions', { ...REGISTRATION, url: server.url, binding: 'session' });
  await world.register('quiet', {
    ...REGISTRATION,
    url: server.url,
    discovery: false,
    tools: ['read_notes'],
  });
});
afterAll(async () => {
  server.close();
  await world.close();
});
beforeEach(() => {
  server.received.length = 0;
  server.answer = () => said('done');
  server.tools = () => ({ tools: [{ name: 'read_notes', inputSchema: { type: 'object' } }] });
});

const calls = () => server.received.filter(({ rpc }) => rpc === 'tools/call');
const record = async (id: string) =>
  (await world.ada.request<Answer & { trial?: boolean }>('GET', `/v1/workspaces/acme/calls/${id}`)).body;

describe('a trial', () => {
  it.each(['own', 'sessions', 'quiet'])('calls the tool of %s once, and is recorded as one', async (id) => {
    const operationId = world.operationId();
    const { status, body } = await world.tried(id, { operationId, arguments: { folder: 'a' } });
    expect([status, body]).toEqual([
      200,
      { operationId, connectionId: 'demo', isError: false, text: 'done', cut: false },
    ]);
    expect(calls()).toMatchObject([{ params: { name: 'read_notes', arguments: { folder: 'a' } } }]);
    expect(calls()[0]?.headers.authorization).toMatch(/^Bearer ./);
    expect(server.received.at(-1)).toMatchObject({ method: 'DELETE' });
    expect(await record(operationId)).toMatchObject({ outcome: 'injected', tool: 'read_notes', trial: true });
  });

  it.each(['demo-notes', 'demo-tasks'])('works with %s, in the newest era of the protocol', async (id) => {
    const tool = id === 'demo-notes' ? 'list_notes' : 'list_tasks';
    const { body } = await world.tried(id, { tool, confirmed: { server: id, tool, connectionId: 'demo' } });
    expect(body).toMatchObject({ isError: false, connectionId: 'demo' });
    expect(body.text).toContain('"');
    expect((await world.listed(id)).body).toMatchObject({ connectionId: 'demo', tools: [{ name: tool }] });
  });

  it('is in the list and in the export of calls, and a call of a runtime is not', async () => {
    const operationId = world.operationId();
    await world.tried('own', { operationId });
    const csv = await world.ada.request<string>('GET', '/v1/workspaces/acme/calls.csv');
    const [names = '', ...rows] = csv.body.split('\r\n');
    expect(names.split(',').at(-1)).toBe('"trial"');
    expect(rows.find((row) => row.includes(operationId))).toMatch(/"true"$/);
  });

  it('passes on nothing of the person, and nothing but the operation', async () => {
    await world.tried('own');
    const sent = JSON.stringify(server.received);
    expect(sent).not.toContain(world.tokens.ada);
    for (const { headers } of server.received) expect(Object.keys(headers)).not.toContain('cookie');
  });

  it('shows what a tool, or JSON-RPC, calls an error', async () => {
    server.answer = () => ({ result: { isError: true, content: [{ type: 'text', text: 'no such note' }] } });
    expect((await world.tried('own')).body).toMatchObject({ isError: true, text: 'no such note' });
    server.answer = () => ({ error: { code: -32602, message: 'folder is missing' } });
    const { body } = await world.tried('own');
    expect(body).toMatchObject({ isError: true, text: expect.stringContaining('folder is missing') });
  });
});

describe('T240: nothing is called', () => {
  const CONFIRMED = { server: 'own', tool: 'read_notes', connectionId: 'demo' };

  it.each([
    ['another server', { server: 'sessions' }],
    ['another tool', { tool: 'delete_notes' }],
    ['another spelling', { tool: 'Read_Notes' }],
  ])('if %s was confirmed', async (_what, other) => {
    const operationId = world.operationId();
    const { status, body } = await world.tried('own', { operationId, confirmed: { ...CONFIRMED, ...other } });
    expect([status, body.code]).toEqual([409, 'confirmation_mismatch']);
    expect(server.received).toEqual([]);
    // The injector was not asked: the id is not spent.
    expect((await record(operationId)).code).toBe('not_found');
  });

  it.each([
    ['the server is at another address', { url: 'https://former.example/mcp' }],
    ['another consent was made under the same id', { connectedAt: '2026-01-01T00:00:00.000Z' }],
  ])('if %s since the confirmation', async (_what, other) => {
    const { status, body } = await world.tried('own', { confirmed: other });
    expect([status, body.code]).toEqual([409, 'confirmation_mismatch']);
    expect(server.received).toEqual([]);
  });

  it('if another account was confirmed than one that is connected', async () => {
    const { body } = await world.tried('own', { confirmed: { ...CONFIRMED, connectionId: 'demo~sales' } });
    expect(body).toMatchObject({ code: 'call_refused', refusal: { reason: 'not_connected' } });
    expect(body.refusal?.connectUrl).toContain('account=demo%7Esales');
    expect(server.received).toEqual([]);
  });

  it.each([
    ['a member', () => world.bob, 'acme', 403, 'forbidden'],
    ['an admin of another workspace', () => world.mallory, 'acme', 404, 'not_found'],
    ['a member of another workspace of the admin', () => world.ada, 'globex', 403, 'forbidden'],
  ])('for %s', async (_who, person, workspace, status, code) => {
    for (const answer of [
      await world.tried('own', {}, person(), workspace),
      await world.listed('own', {}, person(), workspace),
    ])
      expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(server.received).toEqual([]);
  });

  it('if the id comes again, and a hundred times at once it is called once', async () => {
    const operationId = world.operationId();
    const answers = await Promise.all(Array.from({ length: 100 }, () => world.tried('own', { operationId })));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const reasons = new Set(answers.map(({ body }) => body.refusal?.reason));
    expect([...reasons].sort()).toEqual(['tool_call_replayed', undefined].sort());
    expect(calls()).toHaveLength(1);
  });

  it.each([
    ['an old id', () => ({ operationId: '01890000-0000-7000-8000-000000000000' }), 'call_refused'],
    ['an id of another version', () => ({ operationId: crypto.randomUUID() }), 'invalid_request'],
    ['an address in the body', () => ({ url: 'http://127.0.0.1:1/mcp' }), 'invalid_request'],
    ['a list of arguments', () => ({ arguments: [] }), 'invalid_request'],
    ['no confirmation', () => ({ confirmed: undefined }), 'invalid_request'],
    ['a confirmation by one word', () => ({ confirmed: true }), 'invalid_request'],
  ])('for %s', async (_what, more, code) => {
    expect((await world.tried('own', more())).body.code).toBe(code);
    expect(server.received).toEqual([]);
  });

  it('for a tool that the registration does not allow, whatever the server says of it', async () => {
    server.tools = () => ({
      tools: [{ name: 'delete_all', inputSchema: { type: 'object' }, annotations: { readOnlyHint: true } }],
    });
    const tool = 'delete_all';
    const { body } = await world.tried('quiet', {
      tool,
      confirmed: { server: 'quiet', tool, connectionId: 'demo' },
    });
    expect(body).toMatchObject({ code: 'call_refused', refusal: { reason: 'tool_not_allowed' } });
    expect(server.received).toEqual([]);
  });

  it('for a server that a runtime starts, and for the API of a provider', async () => {
    const { url: _, ...spawned } = {
      ...REGISTRATION,
      url: '',
      binding: 'process',
      placements: [{ in: 'env', name: 'DEMO_TOKEN', value: '{accessToken}' }],
    };
    await world.register('spawned', spawned);
    for (const id of ['spawned', 'provider:demo']) {
      const confirmed = { ...CONFIRMED, server: id };
      const { status, body } = await world.tried(id, { confirmed });
      expect([status, body.code, body.refusal?.reason]).toEqual([409, 'call_refused', 'tool_not_allowed']);
      expect(body.refusal?.message).toContain('no address');
    }
  });

  it('for a request of another page: a form cannot send it, and no cookie signs anybody in', async () => {
    const { api } = world.environment.urls;
    const path = `${api}/v1/workspaces/acme/mcp-servers/own/trial`;
    const body = JSON.stringify({
      ...{ operationId: world.operationId(), tool: 'read_notes', confirmed: CONFIRMED },
    });
    const cookie = `session=${world.tokens.ada}`;
    const forms = [
      { 'content-type': 'text/plain', cookie },
      { 'content-type': 'application/x-www-form-urlencoded', cookie },
      { 'content-type': 'application/json', cookie },
    ];
    for (const headers of forms) {
      const elsewhere = { ...headers, origin: 'https://evil.example' };
      const statuses = await Promise.all(
        [headers, elsewhere].map(
          async (each) => (await fetch(path, { method: 'POST', headers: each, body })).status,
        ),
      );
      expect(statuses).toEqual([401, expect.toSatisfy((status: number) => [401, 403].includes(status))]);
    }
    // With the token, but as a form could send it.
    const authorization = `Bearer ${world.tokens.ada}`;
    const asForm = await fetch(path, {
      method: 'POST',
      headers: { authorization, 'content-type': 'text/plain' },
      body,
    });
    expect(asForm.status).toBe(415);
    expect(server.received).toEqual([]);
  });
});

describe('the tools of a server', () => {
  it('are listed with the token, and without one where the registration needs none', async () => {
    server.tools = (token) => ({
      tools: [{ name: `t${token.length > 0}`, inputSchema: { type: 'object' } }],
    });
    expect((await world.listed('own')).body.tools).toMatchObject([{ name: 'ttrue' }]);
    expect((await world.listed('quiet')).body).toMatchObject({
      connectionId: 'demo',
      tools: [{ name: 'tfalse' }],
    });
    expect(server.received.some(({ rpc }) => rpc === 'tools/call')).toBe(false);
  });

  it('are bounded: pages without end, long texts, schemas and names', async () => {
    const schema = { type: 'object', description: 'x'.repeat(20_000) };
    server.tools = (_token, cursor) => ({
      tools: Array.from({ length: 30 }, (_, index) => ({
        name: index === 1 ? 'n'.repeat(200) : `tool-${cursor ?? 0}-${index}`,
        title: 't'.repeat(5_000),
        description: 'd'.repeat(100_000),
        inputSchema: index === 2 ? schema : { type: 'object' },
      })),
      nextCursor: String(Number(cursor ?? 0) + 1),
    });
    const { body } = await world.listed('own');
    expect(body.more).toBe(true);
    expect(JSON.stringify(body).length).toBeLessThan(66_000);
    expect(body.tools?.length).toBeGreaterThan(10);
    expect(body.tools?.[0]?.description).toHaveLength(2_000);
    expect(body.tools?.[1]?.name).toBe('tool-0-2');
    expect(body.tools?.[1]).not.toHaveProperty('inputSchema');
    expect(server.received.filter(({ rpc }) => rpc === 'tools/list').length).toBeLessThanOrEqual(10);
  });

  it('are refused with the page to connect at, in a workspace that has not connected', async () => {
    const { body } = await world.listed('demo-notes', { connectionId: 'demo~other' });
    expect(body).toMatchObject({ code: 'call_refused', refusal: { reason: 'not_connected' } });
  });
});
