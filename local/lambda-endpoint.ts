/**
 * Lambda's Invoke API on this machine, so that an MCP runtime's AWS SDK reaches the injector through
 * `AWS_ENDPOINT_URL_LAMBDA` as it would in AWS.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import { type LoopbackServer, listenOnLoopback } from './listen-on-loopback.ts';

export type LocalFunctions = Readonly<Record<string, (event: unknown) => Promise<unknown>>>;

const INVOKE = /^\/2015-03-31\/functions\/([a-z-]+)\/invocations$/;

export function startLambdaEndpoint(port: number, functions: LocalFunctions): Promise<LoopbackServer> {
  return listenOnLoopback(port, () => (request, response) => {
    answer(functions, request, response).catch(() => respond(response, 500, { message: 'failed' }));
  });
}

async function answer(
  functions: LocalFunctions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  // In AWS the role's signature authenticates a runtime. Here every process of this user may invoke, but no web page.
  const signed = request.headers.authorization?.startsWith('AWS4-HMAC-SHA256 ');
  if (!signed) return respond(response, 403, { message: 'forbidden' });
  const name = INVOKE.exec((request.url ?? '').split('?', 1)[0] ?? '')?.[1] ?? '';
  const invoke = Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (request.method !== 'POST' || !invoke) return respond(response, 404, { message: 'no such function' });
  respond(response, 200, await invoke(await json(request).catch(() => undefined)));
}

function respond(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
