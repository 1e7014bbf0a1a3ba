/** How requests of the SDK's clients for DynamoDB, KMS and EventBridge go over the wire. */
import type { IncomingMessage } from 'node:http';
import { Agent, request as requestOverTls } from 'node:https';
import { createRequire } from 'node:module';
import type { Socket } from 'node:net';

/** For local endpoints. An `import` would read all that the module exports, and with it load the whole of `fetch`. */
const http: typeof import('node:http') = createRequire(import.meta.url)('node:http');

/** What is used of the SDK's request. Those of these services are one POST, without a query and with a body in memory. */
interface Request {
  protocol: string;
  hostname: string;
  port?: number | undefined;
  path: string;
  method: string;
  headers: Record<string, string>;
  body?: Uint8Array | string;
}

interface Response {
  statusCode: number;
  headers: Record<string, string>;
  body: Uint8Array;
}

/** Milliseconds. */
export interface Timeouts {
  /** Until a new connection must stand. */
  connect: number;
  /** How long a connection may be silent before the answer begins, or within it. */
  silence: number;
}

interface Wire {
  request: typeof requestOverTls;
  agent: InstanceType<typeof http.Agent>;
}

/** As the SDK's handler does. */
const CONNECTIONS = { keepAlive: true, maxSockets: 50 };

/**
 * Takes the place of the SDK's own handler, which arms five timers a request and pipes every answer through another
 * stream: the socket's timeout and a list of chunks do the same for less (`npm run bench -- inject`).
 */
export function requestHandler(timeouts: Timeouts) {
  const secure: Wire = { request: requestOverTls, agent: new Agent(CONNECTIONS) };
  const plain: Wire = { request: http.request, agent: new http.Agent(CONNECTIONS) };
  return {
    metadata: { handlerProtocol: 'http/1.1' },
    async handle(request: Request, { abortSignal }: { abortSignal?: unknown } = {}) {
      const wire = request.protocol === 'https:' ? secure : plain;
      return { response: await send(wire, request, { timeouts, signal: abortSignal as AbortSignal }) };
    },
    // For the SDK's `extensions`, which are not used here.
    updateHttpClientConfig: () => undefined,
    httpHandlerConfigs: () => ({}),
    destroy() {
      secure.agent.destroy();
      plain.agent.destroy();
    },
  };
}

function send(
  { request, agent }: Wire,
  { hostname: host, port, path, method, headers, body }: Request,
  { timeouts, signal }: { timeouts: Timeouts; signal: AbortSignal | undefined },
): Promise<Response> {
  return new Promise((resolve, reject) => {
    const sent = request({ host, port, path, method, headers, agent, timeout: timeouts.silence, signal });
    sent.on('socket', (socket) => boundConnecting(socket, timeouts));
    sent.on('timeout', () => sent.destroy(new TimeoutError()));
    sent.on('error', reject);
    sent.on('response', (answer) => collect(answer).then(resolve, reject));
    sent.end(body);
  });
}

function boundConnecting(socket: Socket, { connect, silence }: Timeouts): void {
  if (!socket.connecting) return;
  socket.setTimeout(connect);
  socket.once('connect', () => socket.setTimeout(silence));
}

/** By events, since a stream that is iterated over costs several times as much. */
function collect(answer: IncomingMessage): Promise<Response> {
  const { statusCode = 0 } = answer;
  // Of the names, all in lower case, only `set-cookie` could hold a list.
  const headers = answer.headers as Record<string, string>;
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    answer.on('data', (chunk) => chunks.push(chunk));
    answer.on('error', reject);
    answer.on('end', () => resolve({ statusCode, headers, body: Buffer.concat(chunks) }));
  });
}

/** By this name the SDK knows that another attempt may help. */
class TimeoutError extends Error {
  override readonly name = 'TimeoutError';
}
