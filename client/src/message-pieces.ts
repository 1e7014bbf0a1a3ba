/**
 * Reads a response body in pieces that can be judged: a JSON body is one, and so is an event of an event stream that may
 * contain an error. What stands before it and was read with it is one piece. Each byte is looked at a few times only.
 */
import { eventEnds, type FindEnd } from './event-ends.ts';
import { GatheredBytes } from './gathered-bytes.ts';
import { LIMITS } from './limits.ts';

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
  if (type === 'text/event-stream')
    return readPieces(body, { isStream: true, endOf: eventEnds(), jsonOf: dataOf });
  if (type === 'application/json' || type.endsWith('+json'))
    return readPieces(body, { isStream: false, endOf: () => -1, jsonOf: (text) => text });
  return undefined;
}

interface Form {
  isStream: boolean;
  endOf: FindEnd;
  jsonOf(text: string): string;
}

function readPieces(body: ReadableStream<Uint8Array>, form: Form): Pieces {
  const reader = body.getReader();
  const cut = cutter(form);
  let failure: { error: unknown } | undefined;
  let isAtEnd = false;

  async function read(): Promise<void> {
    try {
      const { done, value } = await reader.read();
      isAtEnd = done;
      if (value) cut.push(Buffer.from(value.buffer, value.byteOffset, value.byteLength));
    } catch (error) {
      failure = { error };
    }
  }
  return {
    isStream: form.isStream,
    async next() {
      for (;;) {
        const piece = cut.next();
        if (piece) return piece;
        if (isAtEnd || failure) break;
        await read();
      }
      const rest = cut.rest();
      if (!rest && failure) throw failure.error;
      return rest;
    },
    async cancel(reason) {
      cut.rest();
      isAtEnd = true;
      await reader.cancel(reason);
    },
  };
}

const NOTHING = Buffer.alloc(0);

/** Cuts chunks into pieces. A chunk is pushed when there is no next piece. */
function cutter({ endOf, jsonOf }: Form) {
  let chunk: Buffer = NOTHING;
  let at = 0;
  /** The event, or the JSON body, of which only the beginning has come. */
  const begun = new GatheredBytes();
  /** Whether a part of it was passed on already, since it is too long to be judged. */
  let isWithin = false;
  let isFirst = true;
  let ready: Piece | undefined;

  function nextEvent(): Piece | undefined {
    const end = endOf(chunk, at);
    const part = chunk.subarray(at, end < 0 ? chunk.length : end);
    at += part.length;
    if (end >= 0 && begun.length === 0) return judged(part);
    begun.add(part);
    return end < 0 ? undefined : judged(begun.take());
  }
  function judged(bytes: Buffer): Piece {
    const isUnjudged = isWithin || bytes.length > LIMITS.judgedBytes;
    isWithin = false;
    const text = isUnjudged ? '' : textOf(bytes, isFirst);
    isFirst = false;
    if (isUnjudged) return { bytes, isSaid: true, messages: [] };
    const json = jsonOf(text);
    return { bytes, isSaid: json.trim() !== '', messages: messagesIn(json) };
  }
  return {
    push(fresh: Buffer): void {
      chunk = fresh;
      at = 0;
    },
    next(): Piece | undefined {
      const quiet: Piece[] = [];
      while (!ready) {
        const event = nextEvent();
        if (!event) break;
        if (event.messages.length > 0) ready = event;
        else quiet.push(event);
      }
      if (quiet.length > 0) return together(quiet);
      const piece = ready;
      ready = undefined;
      if (piece || begun.length <= LIMITS.judgedBytes) return piece;
      const part = judged(begun.take());
      isWithin = true;
      return part;
    },
    /** What is left when nothing more comes. */
    rest: (): Piece | undefined => (begun.length > 0 ? judged(begun.take()) : undefined),
  };
}

function together(pieces: readonly Piece[]): Piece {
  return {
    bytes: Buffer.concat(pieces.map(({ bytes }) => bytes)),
    isSaid: pieces.some(({ isSaid }) => isSaid),
    messages: [],
  };
}

/** A byte order mark at the beginning of a body is not of its text (WHATWG Encoding section 6, UTF-8 decode). */
function textOf(bytes: Buffer, isFirst: boolean): string {
  const text = bytes.toString('utf8');
  return isFirst && text.startsWith('\ufeff') ? text.slice(1) : text;
}

function dataOf(text: string): string {
  if (!text.includes('data:')) return '';
  const lines = text.split(/\r\n|\n|\r/).filter((line) => line.startsWith('data:'));
  return lines.map((line) => line.slice(line[5] === ' ' ? 6 : 5)).join('\n');
}

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
