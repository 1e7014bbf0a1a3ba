/**
 * Lambda's Invoke API on this machine. With `AWS_ENDPOINT_URL_LAMBDA` the AWS SDK of an MCP runtime invokes the injector as it
 * does in AWS.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import { functionNamed } from './function-name.ts';
import { type LoopbackServer, listenOnLoopback } from './listen-on-loopback.ts';

/** Functions by name. */
export type LocalFunctions = Readonly<Record<string, (event: unknown) => Promise<unknown>>>;

const INVOKE = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/;
/** A runtime without a region never gets here: its AWS SDK fails before it sends a request. */
const UNSIGNED =
  'The request is not signed. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (any text) and AWS_REGION (such as local).';

/** Starts the endpoint on a port of 127.0.0.1; port 0 takes a free one. */
export function startLambdaEndpoint(port: number, functions: LocalFunctions): Promise<LoopbackServer> {
  return listenOnLoopback(port, () => (request, response) => {
    answer(functions, request, response).catch(() =>
      refuse(response, 500, 'ServiceException', 'The function failed.'),
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
  if (!signed) return refuse(response, 403, 'MissingAuthenticationTokenException', UNSIGNED);
  const name = invokedBy(request);
  if (name === undefined)
    return refuse(
      response,
      400,
      'ValidationException',
      'This is no invocation: it needs POST, and the name, partial ARN or ARN of a function.',
    );
  const invoke = Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (!invoke) {
    const known = Object.keys(functions).join(', ');
    return refuse(
      response,
      404,
      'ResourceNotFoundException',
      `There is no such function on this machine, only ${known}.`,
    );
  }
  respond(response, 200, await invoke(await json(request).catch(() => undefined)));
}

/** The name of the invoked function; undefined where the request is no invocation. */
function invokedBy({ method, url = '' }: IncomingMessage): string | undefined {
  const { pathname, searchParams } = new URL(url, 'http://127.0.0.1');
  const encoded = INVOKE.exec(pathname)?.[1];
  if (method !== 'POST' || encoded === undefined) return undefined;
  try {
    return functionNamed(decodeURIComponent(encoded), searchParams.get('Qualifier') ?? undefined);
  } catch {
    return undefined;
  }
}

/** As Lambda says it, so that the AWS SDK throws an error of this name. */
function refuse(response: ServerResponse, status: number, name: string, text: string): void {
  response.setHeader('x-amzn-errortype', name);
  respond(response, status, { Type: 'User', Message: text, message: text });
}

function respond(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
