/** The MCP server of a case: it answers what the case says. */
import type { ServerResponse } from 'node:http';
import { setImmediate } from 'node:timers/promises';
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import type { Json, Members, ServerAnswer } from './case.ts';
import { nextServerAnswer, type ReceivedRequest, type Run } from './run.ts';

/** Answers one request, which is in `run.requests` already. */
export async function answerRequest(
  run: Run,
  request: ReceivedRequest,
  response: ServerResponse,
): Promise<void> {
  const answer = nextServerAnswer(run) ?? ordinary(request);
  const { status = 200, statusText, headers = {}, pieces } = answer;
  if (answer.silent && typeOf(answer) === undefined) return void run.silent.add(response);
  const type = typeOf(answer);
  if (type !== undefined) response.setHeader('content-type', type);
  if (answer.compressed && !answer.unlabelled) response.setHeader('content-encoding', answer.compressed);
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (statusText === undefined) response.writeHead(status);
  else response.writeHead(status, statusText);
  const body = compressedAs(answer, bodyOf(answer));
  // Each write is a chunk of its own.
  for (const chunk of chunksOf(body, pieces)) {
    response.write(chunk);
    await setImmediate();
  }
  if (answer.cut) response.destroy();
  else if (answer.silent) run.silent.add(response);
  else response.end();
}

function ordinary({ method, body }: ReceivedRequest): ServerAnswer {
  const id = idIn(body);
  if (method !== 'POST') return { status: 200 };
  if (id === undefined) return { status: 202 };
  return { json: { jsonrpc: '2.0', id, result: { content: [{ type: 'text', text: 'done' }] } } };
}

function idIn(body: string): Json | undefined {
  try {
    const messages = [JSON.parse(body)].flat() as Members[];
    return messages.find(({ id }) => id !== undefined)?.id;
  } catch {
    return undefined;
  }
}

function typeOf({ json, events, text, base64 }: ServerAnswer): string | undefined {
  if (json !== undefined) return 'application/json';
  if (events) return 'text/event-stream';
  return text === undefined && base64 === undefined ? undefined : 'text/plain';
}

function bodyOf({ json, events, text, base64, repeated = 1 }: ServerAnswer): Buffer {
  const once = () => {
    if (json !== undefined) return Buffer.from(JSON.stringify(json));
    if (events) return Buffer.from(events.map(eventOf).join(''));
    return base64 === undefined ? Buffer.from(text ?? '') : Buffer.from(base64, 'base64');
  };
  return Buffer.concat(Array.from({ length: repeated }, once));
}

/** A text is an event that is written as it is. */
const eventOf = (event: Json) =>
  typeof event === 'string' ? event : `event: message\ndata: ${JSON.stringify(event)}\n\n`;

const COMPRESS = {
  gzip: gzipSync,
  deflate: deflateSync,
  br: brotliCompressSync,
  zstd: zstdCompressSync,
};

function compressedAs({ compressed }: ServerAnswer, body: Buffer): Buffer {
  return compressed ? COMPRESS[compressed](body) : body;
}

function chunksOf(body: Buffer, size = 64 * 1024): Buffer[] {
  const count = Math.ceil(body.length / size);
  return Array.from({ length: count }, (_, at) => body.subarray(at * size, (at + 1) * size));
}
