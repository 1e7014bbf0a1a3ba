/**
 * Covers client/src/after-answer.ts, client/src/after-response.ts, client/src/call-with-token.ts,
 * client/src/message-pieces.ts, client/src/watch-answer.ts.
 */
import { describe, expect, it } from 'vitest';
import { isRejectedByNotion } from '../../client/src/index.ts';
import { injected, type Outcome, refused, sdkError } from './fake-injector.ts';
import { rejection } from './rejection.ts';
import { setUpFetch } from './set-up-fetch.ts';
import { setUpSession } from './set-up-session.ts';
import { type Answering, answerJson, posted, SSE, startUpstream, toolCall } from './upstream.ts';

const PAGE = 'https://dash.example/?connect=demo';
const result = (text: string, isError?: true, id: unknown = 1) => ({
  jsonrpc: '2.0',
  id,
  result: { content: [{ type: 'text', text }], ...(isError && { isError }) },
});
const REFUSED = result('Error: 401 Unauthorized', true);
const DONE = result('done');
const PROGRESS = { jsonrpc: '2.0', method: 'notifications/progress', params: { progress: 1 } };
const event = (message: object) => `event: message\ndata: ${JSON.stringify(message)}\n\n`;

function generations(host: string, ...all: number[]): Outcome[] {
  return all.map((generation) => ({
    answer: injected({ generation, headers: { 'X-Token': String(generation) }, allowedHosts: [host] }),
  }));
}
const ENDED: Outcome = { answer: refused('reauthorization_required', { connectUrl: PAGE }) };

/** How a server sends its answer. */
const FORMS: [string, (response: Parameters<Answering>[1], message: object) => void][] = [
  ['JSON', (response, message) => answerJson(response, message)],
  ['a batch', (response, message) => answerJson(response, [PROGRESS, message])],
  ['JSON with status 500', (response, message) => answerJson(response, message, 500)],
  ['an event', (response, message) => void response.writeHead(200, SSE).end(event(message))],
  [
    'an event behind a comment and an event without data',
    (response, message) => void response.writeHead(200, SSE).end(`: hi\n\nid: 1\ndata:\n\n${event(message)}`),
  ],
  [
    'an event with CRLF, byte by byte',
    (response, message) => {
      response.writeHead(200, SSE);
      for (const byte of Buffer.from(event(message).replaceAll('\n', '\r\n')))
        response.write(Buffer.of(byte));
      response.end();
    },
  ],
];

async function said(response: Response): Promise<unknown> {
  const text = await response.text();
  const data = text.split('\n').filter((line) => line.startsWith('data:') && line.length > 6);
  const all = data.length > 0 ? data.map((line) => JSON.parse(line.slice(5))) : [JSON.parse(text)].flat();
  return all.find((message: { id?: unknown }) => message.id !== undefined);
}

describe.each(FORMS)('T236: a refusal of the provider in %s', (_form, send) => {
  /** Refuses tokens of generation 1. */
  const startPicky = () =>
    startUpstream(({ headers }, response) => send(response, headers['x-token'] === '1' ? REFUSED : DONE));

  it('is told to the broker once, and a call that is safe to repeat is made once more', async () => {
    const upstream = await startPicky();
    const outcomes = generations(upstream.host, 1, 2);
    const { call, lambda } = setUpFetch(upstream, { outcomes, isSafeToRepeat: () => true });
    expect(await said(await call())).toEqual(DONE);
    expect(upstream.received.map(({ headers }) => headers['x-token'])).toEqual(['1', '2']);
    expect(lambda.requests.map(({ rejectedGeneration }) => rejectedGeneration)).toEqual([undefined, 1]);
    expect(new Set(lambda.ids()).size).toBe(2);
  });

  it('passes on unchanged where the call is not safe to repeat: a tool that writes runs once', async () => {
    const upstream = await startPicky();
    const { call, lambda } = setUpFetch(upstream, { outcomes: generations(upstream.host, 1, 2) });
    expect(await said(await call())).toEqual(REFUSED);
    expect(upstream.received).toHaveLength(1);
    expect(lambda.requests.map(({ rejectedGeneration }) => rejectedGeneration)).toEqual([undefined, 1]);
  });

  it.each([true, false])('of an ended grant becomes the page (safe to repeat: %s)', async (isSafe) => {
    const upstream = await startPicky();
    const outcomes = [...generations(upstream.host, 1), ENDED];
    const { call, system } = setUpFetch(upstream, { outcomes, isSafeToRepeat: () => isSafe });
    await expect(call()).rejects.toMatchObject({ reason: 'reauthorization_required', connectUrl: PAGE });
    expect(upstream.received).toHaveLength(1);
    expect(system.pending()).toBe(0);
  });

  it('passes on where the broker has no other token, or does not answer: one id, and no wait', async () => {
    const upstream = await startPicky();
    for (const second of [
      ...generations(upstream.host, 1),
      { answer: refused('temporarily_unavailable', { retryAfterSeconds: 15 }) },
      { error: sdkError('TimeoutError') },
    ]) {
      const outcomes = [...generations(upstream.host, 1), second];
      const { call, lambda } = setUpFetch(upstream, { outcomes, isSafeToRepeat: () => true });
      expect(await said(await call())).toEqual(REFUSED);
      expect(lambda.requests).toHaveLength(2);
    }
  });
});

describe('T236: an answer', () => {
  const startWith = (message: object) => startUpstream((_request, response) => answerJson(response, message));

  it.each<[string, object]>([
    ['that succeeded with such words', result('401 Unauthorized')],
    ['to another request', { ...REFUSED, id: 2 }],
    ['that is a request of the server', { jsonrpc: '2.0', id: 1, method: 'ping', error: { code: 401 } }],
    ['that quotes the call', result('Unknown tool: list_notes: invalid_token', true)],
  ])('%s is not told', async (_what, message) => {
    const upstream = await startWith(message);
    const { send, lambda } = setUpFetch(upstream, { isSafeToRepeat: () => true });
    const call = toolCall();
    call.params.arguments = { query: 'invalid_token' };
    const response = await send(upstream.url, posted(call));
    expect(await response.json()).toEqual(message);
    expect(lambda.requests).toHaveLength(1);
  });

  it.each([403, 404, 429])('with HTTP status %i says itself what was refused', async (status) => {
    const upstream = await startUpstream((_request, response) => answerJson(response, REFUSED, status));
    const { call, lambda } = setUpFetch(upstream);
    expect((await call()).status).toBe(status);
    expect(lambda.requests).toHaveLength(1);
  });

  it('is judged by the option alone, and only if it is an error', async () => {
    const seen: unknown[] = [];
    const isRejected = (answer: unknown, asked: unknown) => {
      seen.push([answer, asked]);
      return true;
    };
    const upstream = await startWith(result('my own words', true));
    const { call, lambda } = setUpFetch(upstream, { isRejected });
    await call();
    expect(seen).toEqual([[result('my own words', true), { tool: 'list_notes', arguments: {} }]]);
    expect(lambda.requests).toHaveLength(2);
    const other = await startWith(result('no error'));
    const second = setUpFetch(other, { isRejected });
    await second.call();
    expect(seen).toHaveLength(1);
  });

  it('to anything but a tools/call is always safe to repeat', async () => {
    const refusal = { jsonrpc: '2.0', id: 1, error: { code: -32_603, message: '401 Unauthorized' } };
    const upstream = await startUpstream(({ headers }, response) =>
      answerJson(response, headers['x-token'] === '1' ? refusal : DONE),
    );
    const { send } = setUpFetch(upstream, { outcomes: generations(upstream.host, 1, 2), discovery: true });
    const response = await send(upstream.url, posted({ jsonrpc: '2.0', id: 1, method: 'tools/list' }));
    expect(await response.json()).toEqual(DONE);
  });

  const NOTION = result(JSON.stringify({ object: 'error', status: 401, code: 'unauthorized' }));

  it('that does not call itself an error is not told', async () => {
    const upstream = await startWith(NOTION);
    const { call, lambda } = setUpFetch(upstream, { isSafeToRepeat: () => true });
    expect(await (await call()).json()).toEqual(NOTION);
    expect(lambda.requests).toHaveLength(1);
  });

  it('that does not call itself an error is told if the option asks for it, and never the reason to repeat', async () => {
    const upstream = await startWith(NOTION);
    const { call, lambda } = setUpFetch(upstream, {
      outcomes: generations(upstream.host, 1, 2),
      isSafeToRepeat: () => true,
      isRejected: isRejectedByNotion,
    });
    expect(await (await call()).json()).toEqual(NOTION);
    expect([lambda.requests.length, upstream.received.length]).toEqual([2, 1]);
  });

  it('is not lost by a predicate that throws', async () => {
    const upstream = await startWith(REFUSED);
    const isRejected = () => {
      throw new Error('predicate');
    };
    const { call, lambda } = setUpFetch(upstream, { isRejected });
    expect(await (await call()).json()).toEqual(REFUSED);
    expect(lambda.requests).toHaveLength(1);
  });

  it('a second time is the answer', async () => {
    const upstream = await startWith(REFUSED);
    const { call, lambda } = setUpFetch(upstream, {
      outcomes: generations(upstream.host, 1, 2, 3),
      isSafeToRepeat: () => true,
    });
    expect(await said(await call())).toEqual(REFUSED);
    expect([lambda.requests.length, upstream.received.length]).toEqual([2, 2]);
  });
});

describe('T236: a stream', () => {
  it('passes its events at once, though the answer is still to come', async () => {
    let finish: () => void = () => undefined;
    const upstream = await startUpstream((_request, response) => {
      response.writeHead(200, SSE).write(event(PROGRESS));
      finish = () => response.end(event(DONE));
    });
    const { call } = setUpFetch(upstream);
    const response = await call();
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    expect((await reader?.read())?.value).toBe(event(PROGRESS));
    finish();
    expect((await reader?.read())?.value).toBe(event(DONE));
    expect((await reader?.read())?.done).toBe(true);
  });

  const startLate = () =>
    startUpstream((_request, response) => {
      response.writeHead(200, SSE).end(event(PROGRESS) + event(REFUSED) + event(REFUSED));
    });

  it('with a refusal behind other events is told once, and not repeated', async () => {
    const upstream = await startLate();
    const { call, lambda } = setUpFetch(upstream, {
      outcomes: generations(upstream.host, 1, 2, 3),
      isSafeToRepeat: () => true,
    });
    expect(await (await call()).text()).toBe(event(PROGRESS) + event(REFUSED) + event(REFUSED));
    expect([lambda.requests.length, upstream.received.length]).toEqual([2, 1]);
  });

  it('whose grant has ended says so in place of the answer, with the page', async () => {
    const upstream = await startLate();
    const { call } = setUpFetch(upstream, { outcomes: [...generations(upstream.host, 1), ENDED] });
    const text = await (await call()).text();
    expect(text.startsWith(event(PROGRESS))).toBe(true);
    expect(text).toContain(`Connect at ${PAGE}`);
    expect(text.split('401 Unauthorized')).toHaveLength(2);
  });

  it('that breaks in the middle of an event is passed on as far as it came, and breaks', async () => {
    const begun = `${event(PROGRESS)}data: {"jsonrpc"`;
    let breakOff: () => void = () => undefined;
    const upstream = await startUpstream((_request, response) => {
      response.writeHead(200, SSE).write(begun);
      breakOff = () => response.destroy();
    });
    const { call } = setUpFetch(upstream);
    const response = await call();
    let came = '';
    const readAll = async () => {
      for await (const chunk of response.body ?? []) {
        came += Buffer.from(chunk);
        breakOff();
      }
    };
    expect((await rejection(readAll())).code).toBe('server_unreachable');
    expect(came).toBe(begun);
  });

  it('that nobody reads any more is closed', async () => {
    let isClosed = false;
    const upstream = await startUpstream((_request, response) => {
      response.on('close', () => {
        isClosed = true;
      });
      response.writeHead(200, SSE).write(event(PROGRESS));
    });
    const { call, system } = setUpFetch(upstream);
    await (await call()).body?.cancel();
    await expect.poll(() => isClosed).toBe(true);
    expect(system.pending()).toBe(0);
  });
});

it('T236: a session tells it too, with the page if the grant has ended', async () => {
  const upstream = await startUpstream(({ body }, response) =>
    answerJson(response, body.includes('tools/call') ? REFUSED : DONE),
  );
  const first: Outcome = {
    answer: injected({ binding: 'session', allowedHosts: [upstream.host], generation: 4 }),
  };
  const { run, lambda } = setUpSession(upstream, [first, ENDED]);
  await run(async (fetch) => {
    await expect(fetch(upstream.url, posted(toolCall()))).rejects.toMatchObject({ connectUrl: PAGE });
  });
  expect(lambda.requests.map(({ rejectedGeneration }) => rejectedGeneration)).toEqual([undefined, 4]);
});
