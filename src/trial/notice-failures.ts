/** Notes why requests of a session fail: the errors of the transport of MCP do not keep it. */
import type { FetchLike } from '../../client/src/outgoing-request.ts';
import { failureOf, type Noticed } from './failure-of.ts';

/** Below the client package. The listening stream is not opened: nobody waits for what comes there. */
export function noticing(send: FetchLike, noticed: Noticed): FetchLike {
  const notice = (error: unknown): never => {
    noticed.failure ??= failureOf(error) ?? 'no_connection';
    throw error;
  };
  return async (input, init) => {
    if (init?.method === 'GET') return new Response(null, { status: 405 });
    const response = await send(input, init).catch(notice);
    // Whether a session ends well says nothing of the call.
    if (init?.method === 'POST') noticed.errorStatus = response.status >= 400 ? response.status : undefined;
    return withBody(response, notice);
  };
}

/** Above it: what it refuses of an answer. The transport would wait for the rest of a stream that was refused, so `end` ends all. */
export function watching(fetch: FetchLike, noticed: Noticed, end: () => void): FetchLike {
  const notice = (error: unknown): never => {
    noticed.failure ??= failureOf(error);
    if (noticed.failure) end();
    throw error;
  };
  return async (input, init) => withBody(await fetch(input, init).catch(notice), notice);
}

function withBody({ body, status, headers }: Response, notice: (error: unknown) => never): Response {
  return new Response(body && watched(body, notice), { status, headers });
}

function watched(
  body: ReadableStream<Uint8Array>,
  notice: (error: unknown) => never,
): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await reader.read().catch(notice);
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: (reason) => reader.cancel(reason),
  });
}
