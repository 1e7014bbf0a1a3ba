/**
 * The work for an answer grows with its bytes, however small its pieces are.
 * Covers client/src/message-pieces.ts, client/src/event-ends.ts, client/src/gathered-bytes.ts, client/src/watch-answer.ts.
 */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { injected, type Outcome, refused } from './fake-injector.ts';
import { setUpFetch } from './set-up-fetch.ts';

const HOST = 'mcp.example.com';
const PAGE = 'https://dash.example/?connect=demo';
const REFUSED = { jsonrpc: '2.0', id: 1, error: { code: -32_603, message: '401 Unauthorized' } };
const DONE = { jsonrpc: '2.0', id: 1, result: { content: [{ type: 'text', text: 'done' }] } };
const event = (message: object) => `data: ${JSON.stringify(message)}\n\n`;

/** A call that is answered with these chunks. */
function setUp(chunks: readonly string[], type = 'text/event-stream', outcomes?: Outcome[]) {
  const rest = [...chunks];
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const chunk = rest.shift();
      if (chunk === undefined) controller.close();
      else controller.enqueue(new TextEncoder().encode(chunk));
    },
  });
  const answer: typeof fetch = async () => new Response(body, { headers: { 'content-type': type } });
  return setUpFetch(
    { url: `https://${HOST}/`, host: HOST },
    { fetch: answer, ...(outcomes && { outcomes }) },
  );
}

/** Counts the bytes that are copied or decoded while the answer is read. */
async function bytesTouched(chunks: readonly string[], type?: string): Promise<number> {
  const { call } = setUp(chunks, type);
  let touched = 0;
  const { concat } = Buffer;
  const { toString: decode } = Buffer.prototype;
  const { set } = Uint8Array.prototype;
  vi.spyOn(Buffer, 'concat').mockImplementation((list, length) => {
    const all = concat(list, length);
    touched += all.length;
    return all;
  });
  vi.spyOn(Buffer.prototype, 'toString').mockImplementation(function (this: Buffer, ...how) {
    touched += this.length;
    return decode.apply(this, how);
  });
  vi.spyOn(Uint8Array.prototype, 'set').mockImplementation(function (this: Uint8Array, from, at) {
    touched += from.length;
    set.call(this, from, at);
  });
  const text = await (await call()).text();
  vi.restoreAllMocks();
  expect(text).toBe(chunks.join(''));
  return touched;
}
afterEach(() => vi.restoreAllMocks());

const times = (text: string, count: number) => Array<string>(count).fill(text);

describe('T153: an answer in many pieces is touched a few times for each byte:', () => {
  it.each<[string, string[], string?]>([
    ['empty events', ['data:\n\n'.repeat(4_000), event(DONE)]],
    ['empty events, each in a chunk', [...times('\n\n', 4_000), event(DONE)]],
    ['comments that keep the connection', [...times(': keep-alive\n\n', 4_000), event(DONE)]],
    ['messages', [...times(event({ jsonrpc: '2.0', method: 'n' }), 2_000), event(DONE)]],
    ['messages in one chunk', [event({ jsonrpc: '2.0', method: 'error' }).repeat(2_000) + event(DONE)]],
    ['one event in many chunks', [`data: {"a":"`, ...times('error', 4_000), `"}\n\n`, event(DONE)]],
    ['one event in many lines', ['data:\n'.repeat(10_000), '\n', event(DONE)]],
    ['JSON in many chunks', ['{"a":"', ...times('error', 4_000), '"}'], 'application/json'],
  ])('%s', async (_what, chunks, type) => {
    const { length } = chunks.join('');
    expect(await bytesTouched(chunks, type)).toBeLessThan(10 * length);
  });

  it('9 MB in one event', async () => {
    const chunks = ['data: {"id":1,"result":{"error":"', ...times('x'.repeat(90_000), 100), '"}}\n\n'];
    expect(await bytesTouched(chunks)).toBeLessThan(90_000_000);
  });

  it('and other work has its turn between them', async () => {
    const { call } = setUp(['\n\n'.repeat(100_000) + event(DONE)]);
    let turns = 0;
    let isRead = false;
    const countTurns = () => {
      turns += 1;
      if (!isRead) setImmediate(countTurns);
    };
    setImmediate(countTurns);
    await (await call()).text();
    isRead = true;
    expect(turns).toBeGreaterThanOrEqual(8);
  });
});

describe('T153: an answer', () => {
  const injection: Outcome = { answer: injected({ allowedHosts: [HOST], generation: 3 }) };
  const ENDED: Outcome = { answer: refused('reauthorization_required', { connectUrl: PAGE }) };
  const outcomes = [injection, ENDED];

  it('is waited for behind 64 kB without a message, and no longer: what came is passed on', async () => {
    const short = setUp([...times(': hi\n\n', 5_000), event(REFUSED)], undefined, outcomes);
    await expect(short.call()).rejects.toMatchObject({ connectUrl: PAGE });
    const long = setUp([...times(': hi\n\n', 20_000), event(REFUSED)], undefined, outcomes);
    const text = await (await long.call()).text();
    expect(text.startsWith(': hi\n\n'.repeat(20_000))).toBe(true);
    expect(text).toContain(`Connect at ${PAGE}`);
  });

  it.each(['text/event-stream', 'application/json'])(
    'of more than 1 MiB is passed on unjudged, while it comes (%s)',
    async (type) => {
      const large = { ...REFUSED, more: 'x'.repeat(1_100_000) };
      const text = type === 'application/json' ? JSON.stringify(large) : event(large) + event(REFUSED);
      const { call, lambda } = setUp(text.match(/.{1,10000}/gs) ?? [], type, outcomes);
      const read = await (await call()).text();
      expect(read.startsWith(JSON.stringify(large).slice(0, 40), type === 'application/json' ? 0 : 6)).toBe(
        true,
      );
      // The event behind it is judged again.
      expect(lambda.requests).toHaveLength(type === 'application/json' ? 1 : 2);
    },
  );

  it.each([
    ['text/event-stream', `\ufeff${event(REFUSED)}`],
    ['application/json', `\ufeff${JSON.stringify(REFUSED)}`],
    ['text/event-stream', event(REFUSED).replaceAll('\n', '\r')],
    ['text/event-stream', `\r\n${event(REFUSED).replaceAll('\n', '\r\n')}`],
  ])('of %s is judged without its byte order mark, and with each end of a line: %j', async (type, text) => {
    for (const chunks of [[text], [...text]]) {
      const { call } = setUp(chunks, type, outcomes);
      await expect(call()).rejects.toMatchObject({ connectUrl: PAGE });
    }
  });

  it('with CR and LF in two chunks is judged: the LF ends no other event', async () => {
    const json = JSON.stringify(REFUSED);
    const comma = json.indexOf(',') + 1;
    const chunks = [
      ': hi\r\n\r',
      `\ndata: ${json.slice(0, comma)}\r`,
      `\ndata: ${json.slice(comma)}\r\n\r\n`,
    ];
    await expect(setUp(chunks, undefined, outcomes).call()).rejects.toMatchObject({ connectUrl: PAGE });
  });

  it('whose event ends with CR is not waited for any longer', async () => {
    const text = 'data: {"a":1}\r\n\r';
    const body = new ReadableStream({ start: (controller) => controller.enqueue(Buffer.from(text)) });
    const answer: typeof fetch = async () =>
      new Response(body, { headers: { 'content-type': 'text/event-stream' } });
    const { call } = setUpFetch({ url: `https://${HOST}/`, host: HOST }, { fetch: answer });
    const reader = (await call()).body?.getReader();
    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe(text);
    await reader?.cancel();
  });
});
