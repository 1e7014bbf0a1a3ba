import type { FetchLike } from '../../client/src/outgoing-request.ts';

/**
 * A fetch for the client package to send with. The GET of an MCP client would open the stream on which a server sends messages of its own.
 * Nobody reads these messages here, so the GET is not sent, and its answer is 405, as that of a server without such a stream.
 */
export function withoutListening(send: FetchLike): FetchLike {
  return async (input, init) =>
    init?.method === 'GET' ? new Response(null, { status: 405 }) : send(input, init);
}
