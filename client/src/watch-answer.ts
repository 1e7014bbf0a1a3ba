/**
 * Looks at the answer to one request before the transport does, in a JSON body and in an event stream. An event that is
 * no answer passes at once.
 */
import { GatheredBytes } from './gathered-bytes.ts';
import type { RpcAnswer } from './is-rejected.ts';
import { LIMITS } from './limits.ts';
import { type Piece, type Pieces, piecesOf } from './message-pieces.ts';

/** What happens with an answer. */
export type Verdict =
  /** It passes as it is. */
  | 'pass'
  /** It passes as this response; only if nothing of the first one was passed on. */
  | { response: Response }
  /** It becomes this message. */
  | { message: object };

export interface Watch {
  /** The id of the request. */
  id: unknown;
  /**
   * Judges the answer. `isFirst`: the transport has seen nothing of the response yet. A rejection is the fetch's own if
   * `isFirst`, and breaks the stream otherwise.
   */
  judge(answer: RpcAnswer, isFirst: boolean): Promise<Verdict>;
}

/** The response for the transport. */
export async function watchAnswer(response: Response, watch: Watch): Promise<Response> {
  if (watch.id === undefined || watch.id === null) return response;
  const pieces = piecesOf(response);
  if (!pieces) return response;
  const { piece, answer, ended } = await readAhead(pieces, watch);
  const rest: Rest = { pieces, watch, ended };
  if (!answer) return passedOn(response, piece, rest);
  const verdict = await judged(rest, answer, true);
  if (verdict !== 'pass' && 'response' in verdict) {
    await pieces.cancel();
    return verdict.response;
  }
  return passedOn(response, rewritten(piece, rest, verdict), rest);
}

interface ReadAhead {
  piece: Piece;
  answer?: RpcAnswer | undefined;
  /** Why nothing more can be read. The transport learns it from the body. */
  ended?: { error: unknown };
}

/**
 * The first piece with a message, and those before it, which are comments and events without data. Beyond
 * {@link LIMITS.silentBytes} of these the transport has to see that something comes.
 */
async function readAhead(pieces: Pieces, { id }: Watch): Promise<ReadAhead> {
  const before = new GatheredBytes();
  const silent = (): Piece => ({ bytes: before.take(), isSaid: false, messages: [] });
  while (before.length <= LIMITS.silentBytes) {
    let piece: Piece | undefined;
    try {
      piece = await pieces.next();
    } catch (error) {
      return { piece: silent(), ended: { error } };
    }
    if (!piece) return { piece: silent() };
    const answer = answerIn(piece.messages, id);
    before.add(piece.bytes);
    if (answer || piece.isSaid) return { piece: { ...piece, bytes: before.take() }, answer };
  }
  return { piece: silent() };
}

function answerIn(messages: object[], id: unknown): RpcAnswer | undefined {
  return messages.find((message) => (message as { id?: unknown }).id === id && !('method' in message));
}

async function judged({ pieces, watch }: Rest, answer: RpcAnswer, isFirst: boolean): Promise<Verdict> {
  try {
    return await watch.judge(answer, isFirst);
  } catch (error) {
    await pieces.cancel();
    throw error;
  }
}

/** The piece as it came, or with the message in place of the answer. */
function rewritten(piece: Piece, { pieces, watch }: Rest, verdict: Verdict): Piece {
  if (verdict === 'pass' || !('message' in verdict)) return piece;
  const messages = piece.messages.map((each) => (answerIn([each], watch.id) ? verdict.message : each));
  const json = JSON.stringify(messages.length === 1 ? messages[0] : messages);
  return {
    ...piece,
    bytes: Buffer.from(pieces.isStream ? `event: message\ndata: ${json}\n\n` : json),
    messages,
  };
}

interface Rest {
  pieces: Pieces;
  watch: Watch;
  ended: ReadAhead['ended'];
}

/** A response with this piece, and then with the rest of the body. */
function passedOn(response: Response, first: Piece, rest: Rest): Response {
  const { pieces, watch, ended } = rest;
  let waiting: Piece | undefined = first.bytes.length > 0 ? first : undefined;
  const next = async (): Promise<Piece | undefined> => {
    const piece = waiting;
    waiting = undefined;
    if (piece) return piece;
    if (ended) throw ended.error;
    const fresh = await pieces.next();
    const answer = fresh && answerIn(fresh.messages, watch.id);
    return answer ? rewritten(fresh, rest, await judged(rest, answer, false)) : fresh;
  };
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const piece = await next();
      if (piece) controller.enqueue(piece.bytes);
      else controller.close();
    },
    cancel: (reason) => pieces.cancel(reason),
  });
  const { status, statusText, headers, url } = response;
  return Object.defineProperty(new Response(body, { status, statusText, headers }), 'url', { value: url });
}
