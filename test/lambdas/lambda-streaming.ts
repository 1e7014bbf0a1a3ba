/**
 * Lambda's response streaming on this machine: the global `awslambda` that Lambda's runtime for Node gives to functions, and the
 * bytes that the function writes. After aws-lambda-nodejs-runtime-interface-client, src/HttpResponseStream.js and
 * src/StreamingContext.js.
 */
import { PassThrough, Readable } from 'node:stream';
import { vi } from 'vitest';

type StreamingHandler = (event: unknown, stream: ResponseStream, context: unknown) => Promise<void>;

/** What ends the JSON of status and headers. */
const DELIMITER = Buffer.alloc(8);
const WITH_PRELUDE = 'application/vnd.awslambda.http-integration-response';

/** What the function writes, in the order in which it does. */
class ResponseStream extends PassThrough {
  contentType = 'application/octet-stream';
  beforeFirstWrite: (() => void) | undefined;

  override _write(chunk: unknown, encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.beforeFirstWrite?.();
    this.beforeFirstWrite = undefined;
    super._write(chunk, encoding, done);
  }

  setContentType(type: string): void {
    this.contentType = type;
  }
}

/** Gives functions that are loaded from now on the global, until `vi.unstubAllGlobals()`. */
export function giveStreaming(): void {
  vi.stubGlobal('awslambda', {
    streamifyResponse: (handler: StreamingHandler) => handler,
    HttpResponseStream: {
      from(stream: ResponseStream, prelude: object) {
        stream.setContentType(WITH_PRELUDE);
        stream.beforeFirstWrite = () => {
          stream.push(JSON.stringify(prelude));
          stream.push(DELIMITER);
        };
        return stream;
      },
    },
  });
}

export interface StreamedInvocation {
  status: number;
  headers: Record<string, string>;
  body: ReadableStream<Uint8Array>;
  /** Rejects with the error that Lambda would log. */
  ended: Promise<void>;
}

/** Invokes a function as `InvokeWithResponseStream` does. Resolves when status and headers are there. */
export async function invokeStreaming(handler: unknown, event: unknown): Promise<StreamedInvocation> {
  const stream = new ResponseStream();
  const ended = (handler as StreamingHandler)(event, stream, { getRemainingTimeInMillis: () => 300_000 });
  ended.catch((error: Error) => stream.destroy(error));
  const reader = Readable.toWeb(stream).getReader() as ReadableStreamDefaultReader<Uint8Array>;
  const { prelude, rest } = await untilDelimiter(reader);
  if (stream.contentType !== WITH_PRELUDE) throw new Error('API Gateway answers 502 to this stream');
  const { statusCode, headers } = JSON.parse(prelude);
  return { status: statusCode, headers, body: bodyOf(rest, reader), ended };
}

async function untilDelimiter(reader: ReadableStreamDefaultReader<Uint8Array>) {
  let bytes = Buffer.alloc(0);
  for (;;) {
    const end = bytes.indexOf(DELIMITER);
    if (end !== -1)
      return { prelude: bytes.subarray(0, end).toString(), rest: bytes.subarray(end + DELIMITER.length) };
    const { done, value } = await reader.read();
    if (done) throw new Error('the stream ended before its status');
    bytes = Buffer.concat([bytes, value]);
  }
}

function bodyOf(rest: Buffer, reader: ReadableStreamDefaultReader<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>({
    start(controller) {
      if (rest.length > 0) controller.enqueue(rest);
    },
    async pull(controller) {
      const { done, value } = await reader.read();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: (reason) => reader.cancel(reason),
  });
}
