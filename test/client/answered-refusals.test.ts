/** Covers client/src/answer-refusal.ts, client/src/refusal-message.ts, client/src/injecting-fetch.ts. */
import { describe, expect, it } from 'vitest';
import { type InjectingFetchOptions, verifyRequestState } from '../../client/src/index.ts';
import { injected, type Outcome, refused } from './fake-injector.ts';
import { setUpFetch } from './set-up-fetch.ts';
import { answerOk, posted, startUpstream, toolCall } from './upstream.ts';

const PAGE = 'https://dash.example/?connect=demo';
const MESSAGE = 'Because of not_connected.';
const NOT_CONNECTED: Outcome = { answer: refused('not_connected', { connectUrl: PAGE }) };
const TEXT = `${MESSAGE} Connect at ${PAGE}`;
const KEY = new Uint8Array(32).fill(3);
const MODERN = (capabilities: object) => ({
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientCapabilities': capabilities,
});
const URLS = { elicitation: { url: {} } };

const initialize = (capabilities: object) =>
  posted({
    jsonrpc: '2.0',
    id: 0,
    method: 'initialize',
    params: { protocolVersion: '2025-11-25', capabilities },
  });
const modernCall = (capabilities: object, more: object = {}) => ({
  ...toolCall(),
  params: { name: 'list_notes', arguments: {}, _meta: MODERN(capabilities), ...more },
});

async function setUp(outcomes: Outcome[] = [NOT_CONNECTED], options: Partial<InjectingFetchOptions> = {}) {
  let sessions = 0;
  const upstream = await startUpstream((request, response, raw) => {
    if (request.body.includes('"initialize"') && request.headers['x-session'])
      response.setHeader('mcp-session-id', `s${++sessions}`);
    answerOk(request, response, raw);
  });
  const good: Outcome = { answer: injected({ allowedHosts: [upstream.host] }) };
  const set = setUpFetch(upstream, {
    outcomes: outcomes.map((outcome) => (outcome === GOOD ? good : outcome)),
    refusals: 'answer',
    stateKey: KEY,
    ...options,
  });
  const post = async (message: unknown, headers: Record<string, string> = {}) => {
    const response = await set.send(upstream.url, posted(message, headers));
    return {
      status: response.status,
      url: response.url,
      body: JSON.parse((await response.text()) || 'null'),
    };
  };
  return { ...set, upstream, post };
}
const GOOD: Outcome = { hangs: true };

describe('a refusal that is answered', () => {
  it('throws unless somebody asks for an answer', async () => {
    const { post } = await setUp([NOT_CONNECTED], { refusals: 'throw' });
    await expect(post(toolCall())).rejects.toMatchObject({ reason: 'not_connected' });
  });

  it('to a client of 2026-07-28 that opens pages is a question', async () => {
    const { post, upstream } = await setUp();
    const { status, url, body } = await post(modernCall(URLS));
    expect([status, url]).toEqual([200, upstream.url]);
    expect(body).toMatchObject({ jsonrpc: '2.0', id: 1, result: { resultType: 'input_required' } });
    expect(body.result.inputRequests.connect.params).toMatchObject({
      mode: 'url',
      url: PAGE,
      message: MESSAGE,
    });
    expect(upstream.received).toEqual([]);
  });

  it('to a client of 2026-07-28 that does not is a result that the model reads', async () => {
    const { post } = await setUp();
    for (const capabilities of [{}, { elicitation: {} }, { elicitation: { form: {} } }])
      expect((await post(modernCall(capabilities))).body.result).toEqual({
        resultType: 'complete',
        content: [{ type: 'text', text: TEXT }],
        isError: true,
      });
  });

  it('to an older client that opens pages is error -32042, and a result to others', async () => {
    const { post, send, upstream } = await setUp();
    await send(upstream.url, initialize(URLS));
    const { body } = await post(toolCall());
    expect(body.error).toMatchObject({ code: -32_042, data: { elicitations: [{ mode: 'url', url: PAGE }] } });
    const other = await setUp();
    expect((await other.post(toolCall())).body).toEqual({
      jsonrpc: '2.0',
      id: 1,
      result: { content: [{ type: 'text', text: TEXT }], isError: true },
    });
  });

  it('keeps the clients of sessions apart', async () => {
    const { post, send, upstream } = await setUp();
    for (const capabilities of [URLS, {}])
      await send(upstream.url, {
        ...initialize(capabilities),
        headers: { ...(initialize({}).headers as Record<string, string>), 'x-session': 'yes' },
      });
    expect((await post(toolCall(), { 'mcp-session-id': 's1' })).body.error.code).toBe(-32_042);
    expect((await post(toolCall(), { 'mcp-session-id': 's2' })).body.result.isError).toBe(true);
    expect((await post(toolCall(), { 'mcp-session-id': 's3' })).body.result.isError).toBe(true);
  });

  it('to clients without a session is what each of them can read, once two have declared different things', async () => {
    const { post, send, upstream } = await setUp();
    await send(upstream.url, initialize(URLS));
    await send(upstream.url, initialize({}));
    expect((await post(toolCall())).body.result.isError).toBe(true);
  });

  it('without a page is a result with the message', async () => {
    const { post } = await setUp([{ answer: refused('tool_not_allowed') }]);
    const { body } = await post(modernCall(URLS));
    expect(body.result.content).toEqual([{ type: 'text', text: 'Because of tool_not_allowed.' }]);
  });

  it('with a page that is not ours is no answer of the injector, so none to the client', async () => {
    const { post } = await setUp([
      { answer: refused('not_connected', { connectUrl: 'https://user@dash.example/' }) },
    ]);
    await expect(post(modernCall(URLS))).rejects.toMatchObject({ failure: 'not_of_the_contract' });
  });

  it('to other requests is an error with the page, and nothing to a notification or to the listening GET', async () => {
    const { post, send, upstream } = await setUp([NOT_CONNECTED], { discovery: true });
    for (const method of ['initialize', 'server/discover', 'tools/list'])
      expect((await post({ jsonrpc: '2.0', id: 'a', method })).body).toEqual({
        jsonrpc: '2.0',
        id: 'a',
        error: { code: 4010, message: TEXT, data: { reason: 'not_connected', connectUrl: PAGE } },
      });
    expect((await post({ jsonrpc: '2.0', method: 'notifications/initialized' })).status).toBe(202);
    expect((await send(upstream.url, { method: 'GET' })).status).toBe(405);
    expect((await send(upstream.url, { method: 'DELETE' })).status).toBe(405);
    expect(upstream.received).toEqual([]);
  });

  it('to a batch has an answer for each of its requests', async () => {
    const { post } = await setUp();
    const list = { jsonrpc: '2.0', id: 2, method: 'tools/list' };
    const { body } = await post([toolCall(), { jsonrpc: '2.0', method: 'notifications/x' }, list]);
    expect(body.map(({ id, error }: { id: number; error?: { code: number } }) => [id, error?.code])).toEqual([
      [1, undefined],
      [2, 4010],
    ]);
  });

  it('leaves other errors as they are', async () => {
    const { post } = await setUp([{ functionError: 'Unhandled' }]);
    await expect(post(toolCall())).rejects.toMatchObject({ code: 'injector_unreachable' });
  });
});

describe('the answer to such a question', () => {
  async function asked(outcomes: Outcome[], options: Partial<InjectingFetchOptions> = {}) {
    const set = await setUp([NOT_CONNECTED, ...outcomes], options);
    const { body } = await set.post(modernCall(URLS));
    const repeat = (more: object) =>
      set.post(modernCall(URLS, { requestState: body.result.requestState, ...more }));
    return { ...set, state: body.result.requestState as string, repeat };
  }
  const accepted = { inputResponses: { connect: { action: 'accept' } } };
  const paramsOf = (upstream: { received: { body: string }[] }) =>
    JSON.parse(upstream.received.at(-1)?.body ?? '{}').params;

  it('makes the call, and does not reach the server', async () => {
    const { repeat, upstream } = await asked([GOOD]);
    expect((await repeat(accepted)).body.result.content[0].text).toBe('done');
    expect(paramsOf(upstream)).toEqual({ name: 'list_notes', arguments: {}, _meta: MODERN(URLS) });
  });

  it('leaves the answers to the server’s own questions in the call', async () => {
    const { repeat, upstream } = await asked([GOOD]);
    await repeat({ inputResponses: { connect: { action: 'accept' }, theirs: { action: 'accept' } } });
    expect(paramsOf(upstream).inputResponses).toEqual({ theirs: { action: 'accept' } });
  });

  it('is asked again after "accept" without a connection, and not after "decline"', async () => {
    const { repeat } = await asked([NOT_CONNECTED, NOT_CONNECTED]);
    expect((await repeat(accepted)).body.result.resultType).toBe('input_required');
    const { body } = await repeat({ inputResponses: { connect: { action: 'decline' } } });
    expect(body.result.isError).toBe(true);
    expect(body.result.content[0].text).toContain('chose not to connect');
  });

  it('of another key, call or server is the server’s own business', async () => {
    const { post, upstream, state } = await asked([GOOD, GOOD, GOOD]);
    const others = [
      { requestState: `${state.slice(0, -1)}${state.endsWith('A') ? 'Q' : 'A'}` },
      { requestState: state, arguments: { other: true } },
      { requestState: 'theirs' },
    ];
    for (const more of others) {
      await post(modernCall(URLS, { ...more, ...accepted }));
      expect(paramsOf(upstream)).toMatchObject({ ...more, ...accepted });
    }
  });

  it('is proved by the key of the options, for this workspace and server', async () => {
    const { state, system } = await asked([]);
    const binding = { workspaceId: 'acme', subject: '', server: 'demo-notes', method: 'tools/call' };
    const params = { name: 'list_notes', arguments: {} };
    const how = { key: KEY, now: system.now };
    expect(verifyRequestState(how, state, { ...binding, params }).valid).toBe(true);
    expect(verifyRequestState(how, state, { ...binding, workspaceId: 'globex', params }).valid).toBe(false);
  });
});
