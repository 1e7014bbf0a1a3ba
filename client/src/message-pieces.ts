/** Reads a response body in pieces that can be judged: a JSON body is one, and so is each event of an event stream. */

/** A part of a body as it came. */
export interface Piece {
  bytes: Uint8Array;
  /** Whether the transport makes something of it: it is no comment, and no event without data. */
  isSaid: boolean;
  /** The JSON-RPC messages in it, if it can contain an error. */
  messages: object[];
}

/** Pieces in their order. */
export interface Pieces {
  /** Whether they are events. */
  isStream: boolean;
  /** Undefined at the end. Rejects if the body fails; what was read before is a piece of its own. */
  next(): Promise<Piece | undefined>;
  cancel(reason?: unknown): Promise<void>;
}

/** Undefined: the body is neither JSON nor an event stream, or there is none. */
export function piecesOf({ headers, body }: Response): Pieces | undefined {
  const type = headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() ?? '';
  if (body === null) return undefined;
  if (type === 'text/event-stream') return readPieces(body, EVENTS);
  if (type === 'application/json' || type.endsWith('+json')) return readPieces(body, WHOLE);
  return undefined;
}

interface Form {
  isStream: boolean;
  /** The end of the first complete piece in what was read, a character for each byte; -1: it is not there yet. */
  endOf(text: string, from: number): number;
  jsonOf(bytes: Buffer): string;
}

function readPieces(body: ReadableStream<Uint8Array>, { isStream, endOf, jsonOf }: Form): Pieces {
  const reader = body.getReader();
  let held: Buffer[] = [];
  /** The bytes that are held, a character each. */
  let text = '';
  let searched = 0;
  let failure: { error: unknown } | undefined;
  let isAtEnd = false;

  function take(length: number): Piece {
    const all = Buffer.concat(held);
    const bytes = all.subarray(0, length);
    held = length < all.length ? [all.subarray(length)] : [];
    text = text.slice(length);
    searched = 0;
    const json = jsonOf(bytes);
    return { bytes, isSaid: json.trim() !== '', messages: messagesIn(json) };
  }
  async function read(): Promise<void> {
    try {
      const { done, value } = await reader.read();
      isAtEnd = done;
      if (!value) return;
      const chunk = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
      held.push(chunk);
      text += chunk.toString('latin1');
    } catch (error) {
      failure = { error };
    }
  }
  return {
    isStream,
    async next() {
      for (;;) {
        const end = endOf(text, Math.max(0, searched - LONGEST_END));
        if (end >= 0) return take(end);
        searched = text.length;
        if (isAtEnd || failure) break;
        await read();
      }
      if (text.length > 0) return take(text.length);
      if (failure) throw failure.error;
      return undefined;
    },
    async cancel(reason) {
      held = [];
      text = '';
      isAtEnd = true;
      await reader.cancel(reason);
    },
  };
}

/** WHATWG HTML section 9.2.5: an event ends with an empty line, and a line with CR, LF or both. */
const END_OF_EVENT = /(?:\r\n|\n|\r(?!\n))(?:\r\n|\n|\r(?!\n))/g;
const LONGEST_END = 4;

function endOfEvent(text: string, from: number): number {
  END_OF_EVENT.lastIndex = from;
  return END_OF_EVENT.test(text) ? END_OF_EVENT.lastIndex : -1;
}

function dataOf(bytes: Buffer): string {
  const lines = textOf(bytes).split(/\r\n|\n|\r/);
  return lines.flatMap((line) => /^data: ?(.*)$/s.exec(line)?.[1] ?? []).join('\n');
}

const textOf = (bytes: Buffer) => bytes.toString('utf8');

const EVENTS: Form = { isStream: true, endOf: endOfEvent, jsonOf: dataOf };
const WHOLE: Form = { isStream: false, endOf: () => -1, jsonOf: textOf };

/** Only what can be an error is parsed: results are large, and most have none. */
function messagesIn(json: string): object[] {
  if (!/error/i.test(json)) return [];
  try {
    const parsed: unknown = JSON.parse(json);
    const all = Array.isArray(parsed) ? parsed : [parsed];
    return all.filter((each) => typeof each === 'object' && each !== null);
  } catch {
    return [];
  }
}
