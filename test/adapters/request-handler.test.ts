/** The handler by itself, against a server of the test. Covers src/aws/request-handler.ts. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import http, { type RequestListener } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { requestHandler } from '../../src/aws/request-handler.ts';

const servers: http.Server[] = [];
/** Long enough that a busy machine never reaches it in a test that expects an answer. */
const patient = requestHandler({ connect: 10_000, silence: 10_000 });
/** Short enough to wait for, where a timeout is what the test expects. */
const impatient = requestHandler({ connect: 10_000, silence: 100 });
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

async function serve(listener: RequestListener, handler = patient) {
  const server = http.createServer(listener);
  servers.push(server);
  let connections = 0;
  server.on('connection', () => {
    connections++;
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const request = { protocol: 'http:', hostname: '127.0.0.1', port, path: '/', method: 'POST', headers: {} };
  return {
    send: (body: string, options = {}) =>
      handler.handle({ ...request, body: Buffer.from(body) }, options).then(({ response }) => response),
    connections: () => connections,
  };
}

it('sends the body and gathers status, headers and an answer of several chunks', async () => {
  const server = await serve((request, response) => {
    response.writeHead(400, { 'X-Kind': 'echo' });
    request.on('data', (chunk) => {
      response.write(chunk);
      setTimeout(() => response.end(', and again'), 20);
    });
  });
  const { statusCode, headers, body } = await server.send('once');
  expect({ statusCode, kind: headers['x-kind'] }).toEqual({ statusCode: 400, kind: 'echo' });
  expect(Buffer.from(body).toString()).toBe('once, and again');
});

it('keeps its connection, and has no listener or timeout of a request left on it', async () => {
  const server = await serve((_, response) => response.end('{}'));
  const sockets: Socket[] = [];
  const note = (message: unknown) => sockets.push((message as { socket: Socket }).socket);
  subscribe('net.client.socket', note);
  for (let call = 0; call < 20; call++) await server.send('{}');
  unsubscribe('net.client.socket', note);
  expect(server.connections()).toBe(1);
  const [socket, ...others] = sockets;
  expect(others).toEqual([]);
  expect(socket?.timeout ?? 0).toBe(0);
  for (const event of ['timeout', 'error', 'connect', 'secureConnect'])
    expect([event, (socket?.listenerCount(event) ?? 99) <= 2]).toEqual([event, true]);
});

it.each<[string, RequestListener]>([
  ['no answer comes', () => undefined],
  ['an answer stops in its middle', (_, response) => void response.writeHead(200).write('{"Item"')],
])('ends the request by an error that the SDK repeats when %s', async (_case, listener) => {
  const server = await serve(listener, impatient);
  const error = await server.send('{}').catch((error) => error);
  expect(error.name === 'TimeoutError' || error.code === 'ECONNRESET').toBe(true);
});

it.each<[string, RequestListener]>([
  ['before the answer', (request) => void request.socket.destroy()],
  [
    'within the answer',
    (request, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('{"Item"');
      setTimeout(() => request.socket.destroy(), 20);
    },
  ],
])('ends the request by ECONNRESET when the connection ends %s', async (_case, listener) => {
  const server = await serve(listener);
  await expect(server.send('{}')).rejects.toMatchObject({ code: 'ECONNRESET' });
});

it('ends with the signal that it is given', async () => {
  const server = await serve(() => undefined);
  const abort = new AbortController();
  const sent = server.send('{}', { abortSignal: abort.signal });
  abort.abort();
  await expect(sent).rejects.toMatchObject({ name: 'AbortError' });
});
