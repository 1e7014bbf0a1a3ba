/**
 * Lambda's Invoke API on this machine. With `AWS_ENDPOINT_URL_LAMBDA` the AWS SDK of an MCP runtime invokes the injector as it
 * does in AWS.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import { type LoopbackServer, listenOnLoopback } from './listen-on-loopback.ts';

/** Functions by name. */
export type LocalFunctions = Readonly<Record<string, (event: unknown) => Promise<unknown>>>;

const INVOKE = /^\/2015-03-31\/functions\/([a-z-]+)\/invocations$/;

/** Starts the endpoint on a port of 127.0.0.1; port 0 takes a free one. */
export function startLambdaEndpoint(port: number, functions: LocalFunctions): Promise<LoopbackServer> {
  return listenOnLoopback(port, () => (request, response) => {
    answer(functions, request, response).catch(() =>
      respond(response, 500, { message: 'the function failed' }),
    );
  });
}

async function answer(
  functions: LocalFunctions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  // In AWS the role's signature authenticates a runtime. Here every local process may invoke the function, but no web page.
  const signed = request.headers.authorization?.startsWith('AWS4-HMAC-SHA256 ');
  if (!signed) return respond(response, 403, { message: 'the request is not signed for this endpoint' });
  const name = INVOKE.exec((request.url ?? '').split('?', 1)[0] ?? '')?.[1] ?? '';
  const invoke = Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (request.method !== 'POST' || !invoke)
    return respond(response, 404, { message: 'there is no such function' });
  respond(response, 200, await invoke(await json(request).catch(() => undefined)));
}

function respond(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
