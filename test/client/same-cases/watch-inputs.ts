/** Bodies in which every client has to find the answer to a request, and to pass on the rest, in the same way. */
import { randomOf } from './random.ts';

export interface WatchInput {
  name: string;
  contentType: string;
  id: unknown;
  chunks: Buffer[];
  /** What each answer becomes; undefined: it passes as it is. */
  message?: object;
}

const REFUSED = { jsonrpc: '2.0', id: 1, error: { code: -32_603, message: '401 Unauthorized' } };
const DONE = { jsonrpc: '2.0', id: 1, result: { content: [{ type: 'text', text: 'done' }] } };
const PROGRESS = { jsonrpc: '2.0', method: 'notifications/progress', params: { progress: 1 } };
const PAGE = { jsonrpc: '2.0', id: 1, error: { code: 4010, message: 'Connect at é' } };
const event = (message: object, end = '\n') =>
  `event: message${end}data: ${JSON.stringify(message)}${end}${end}`;
const EVENTS = 'text/event-stream';
const JSON_TYPE = 'application/json';

/** All of them, in order. */
export function watchInputs(): WatchInput[] {
  const texts: [string, string, string, unknown?][] = [
    ['JSON', JSON_TYPE, JSON.stringify(REFUSED)],
    ['JSON of another name', 'Application/Problem+JSON; charset=utf-8', JSON.stringify(REFUSED)],
    ['a batch', JSON_TYPE, JSON.stringify([PROGRESS, REFUSED])],
    ['JSON without an error', JSON_TYPE, JSON.stringify(DONE)],
    ['broken JSON', JSON_TYPE, '{"error":'],
    ['no body', JSON_TYPE, ''],
    ['a text', 'text/plain', JSON.stringify(REFUSED)],
    ['another id', JSON_TYPE, JSON.stringify({ ...REFUSED, id: 2 })],
    ['the id as a text', JSON_TYPE, JSON.stringify({ ...REFUSED, id: '1' })],
    ['true as an id', JSON_TYPE, JSON.stringify({ ...REFUSED, id: true })],
    ['a request without an id', JSON_TYPE, JSON.stringify(REFUSED), null],
    ['an id that is a text', JSON_TYPE, JSON.stringify({ ...REFUSED, id: 'a' }), 'a'],
    ['a request of the server', JSON_TYPE, JSON.stringify({ ...REFUSED, method: 'ping' })],
    ['a byte order mark', JSON_TYPE, `\ufeff${JSON.stringify(REFUSED)}`],
    ['an event', EVENTS, event(REFUSED)],
    ['an event with a byte order mark', EVENTS, `\ufeffdata: ${JSON.stringify(REFUSED)}\n\n`],
    ['an event with CR', EVENTS, event(REFUSED, '\r')],
    ['an event with CRLF', EVENTS, `\r\n${event(REFUSED, '\r\n')}`],
    [
      'an event in several lines',
      EVENTS,
      `data: ${JSON.stringify(REFUSED, null, 1).replaceAll('\n', '\ndata:')}\n\n`,
    ],
    ['behind comments and events without data', EVENTS, `: hi\n\nid: 1\ndata:\n\n${event(REFUSED)}`],
    ['behind another event', EVENTS, event(PROGRESS) + event(REFUSED) + event(REFUSED)],
    [
      'behind an error that is none',
      EVENTS,
      event({ ...PROGRESS, method: 'error' }) + event(REFUSED) + event(DONE),
    ],
    ['an event that does not end', EVENTS, `${event(PROGRESS)}data: ${JSON.stringify(REFUSED)}`],
    ['events that are no JSON', EVENTS, `data: error\n\ndata: {"error"\n\n${event(REFUSED)}`],
    ['behind less than 64 kB', EVENTS, ': hi\n\n'.repeat(5_000) + event(REFUSED)],
    ['behind more than 64 kB', EVENTS, ': hi\n\n'.repeat(12_000) + event(REFUSED)],
    ['behind an event of more than 1 MiB', EVENTS, `data: ${'error'.repeat(220_000)}\n\n${event(REFUSED)}`],
    ['JSON of more than 1 MiB', JSON_TYPE, JSON.stringify({ ...REFUSED, more: 'x'.repeat(1_100_000) })],
  ];
  return [
    ...texts.flatMap(([name, contentType, text, id = 1]) => cutInputs(name, contentType, text, id)),
    ...randomStreams(),
  ];
}

function cutInputs(name: string, contentType: string, text: string, id: unknown): WatchInput[] {
  const bytes = Buffer.from(text);
  const sizes = bytes.length > 10_000 ? [bytes.length, 10_000] : [bytes.length, 1, 7];
  return sizes.flatMap((size) => {
    const input = { name: `${name}, in chunks of ${size}`, contentType, id, chunks: cut(bytes, () => size) };
    return [input, { ...input, name: `${input.name}, with another message`, message: PAGE }];
  });
}

function cut(bytes: Buffer, size: () => number): Buffer[] {
  const chunks: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += chunks.at(-1)?.length ?? 1)
    chunks.push(bytes.subarray(at, at + Math.max(1, size())));
  return chunks;
}

function randomStreams(): WatchInput[] {
  const random = randomOf(64);
  const parts = [
    ...[
      '\n',
      '\r',
      '\r\n',
      '\n\n',
      '\r\r',
      '\r\n\r\n',
      '\n\r',
      ':',
      ': error\n',
      'data:',
      'data: ',
      'id: 1\n',
      'event: message\n',
    ],
    ...[
      event(REFUSED),
      event(DONE),
      event(PROGRESS),
      event(REFUSED, '\r'),
      event(DONE, '\r\n'),
      JSON.stringify(REFUSED),
    ],
    ...[
      `data: ${JSON.stringify(REFUSED)}`,
      'data: {"id":1,"error":{}}\r',
      'data: [{"id":1,"error":null},[1]]\n\n',
    ],
  ];
  return Array.from({ length: 250 }, (_, index) => {
    const bytes = Buffer.from(random.text(parts, 1, 14));
    const chunks = cut(bytes, () => random.below(40));
    const message = random.below(2) === 0 ? { message: PAGE } : {};
    return { name: `random stream ${index}`, contentType: EVENTS, id: 1, chunks, ...message };
  });
}
