/** Notes why the requests of a session fail, because the errors of the SDK's transport do not say why. */
import type { FetchLike } from '../../client/src/outgoing-request.ts';
import { failureOf, type Noticed } from './failure-of.ts';

/** A fetch for the client package to send with, which notes why it fails. */
export function noticing(send: FetchLike, noticed: Noticed): FetchLike {
  const notice = (error: unknown): never => {
    noticed.failure ??= failureOf(error) ?? 'no_connection';
    throw error;
  };
  return async (input, init) => {
    const response = await send(input, init).catch(notice);
    // The DELETE that ends a session can fail, too. It says nothing about the call.
    if (init?.method === 'POST') noticed.errorStatus = response.status >= 400 ? response.status : undefined;
    return withBody(response, notice);
  };
}

/**
 * Notes why the fetch of the client package refuses an answer. `end` ends the session then, because the transport would wait for the
 * rest of the refused stream.
 */
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
