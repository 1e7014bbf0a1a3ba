/** A gateway between raw requests and a recorder, with a door whose injector answers what the test wants, or with a broken door. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type Agent, request as httpRequest } from 'node:http';
import { connect as connectH2, type OutgoingHttpHeaders } from 'node:http2';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer, text } from 'node:stream/consumers';
import { readDoorConfig } from '../../client/src/door/config/read-door-config.ts';
import { startDoor } from '../../client/src/door/serve/start-door.ts';
import { createInjector } from '../../client/src/index.ts';
import type { InjectionRequest } from '../../src/contract/injection-messages.ts';
import { type FakeLambda, fakeLambda, injected, type Outcome } from '../client/fake-injector.ts';
import { sha256 } from '../door/set-up-door.ts';
import type { GatewayHere } from './programs.ts';
import { type RecordedServer, startRecordedServer } from './recorded-server.ts';
import { connectionsDoor, freePort, type Running, SECRET, startGateway } from './start-gateway.ts';

export interface Scene {
  gateway: Running;
  upstream: RecordedServer;
  lambda: FakeLambda;
  close(): Promise<void>;
}

/** The token of a person: the injector verifies the JWT, and here it is taken at its word. */
export const tokenOf = ({ callerToken = '' }: InjectionRequest) =>
  `token-of-${JSON.parse(Buffer.from(callerToken.split('.')[1] ?? '', 'base64url').toString()).sub}`;

/** Answers with the token that it got. */
const echo = async (
  request: import('node:http').IncomingMessage,
  response: import('node:http').ServerResponse,
) => {
  await buffer(request);
  response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'max-age=3600' });
  response.end(JSON.stringify({ token: request.headers['x-api-token'] ?? request.headers.authorization }));
};

interface SceneOptions {
  header?: string;
  /** The certificate of the server, and the file of authorities that the gateway trusts. */
  tls?: { key: string; cert: string; ca: string };
  /** The address of another door than the real one. */
  door?: string;
}

export async function setUpScene(
  gateway: GatewayHere,
  { header = 'X-Api-Token', door, tls }: SceneOptions = {},
): Promise<Scene> {
  const upstream = await startRecordedServer(echo, tls);
  const folder = await mkdtemp(join(tmpdir(), 'door-scene-'));
  const registration = join(folder, 'registration.json');
  const { host } = new URL(upstream.url);
  const placements = [{ in: 'header', name: header, value: '{accessToken}' }];
  const facts = {
    url: upstream.url,
    allowedHosts: [host],
    placements,
    removeHeaders: ['Cookie', 'X-Old-Token'],
  };
  await writeFile(
    registration,
    JSON.stringify({ id: 'notes', ...facts, binding: 'request', discovery: true }),
  );
  const source = { args: ['--registration', registration] };
  const more = [
    '--compares-headers',
    'true',
    '--listen',
    `127.0.0.1:${await freePort()}`,
    ...(tls ? ['--ca', tls.ca] : []),
  ];
  const part = await connectionsDoor([
    'configure',
    '--gateway',
    gateway,
    '--server',
    'notes',
    '--part',
    'door',
    ...more,
    ...source.args,
  ]);
  const { gateways, servers } = JSON.parse(part);
  const { secretFile: _, ...itself } = gateways[0];
  servers.notes.workspace = 'acme';
  const config = readDoorConfig({
    listen: { host: '127.0.0.1', port: 0 },
    injector: 'token-injector',
    gateways: [{ ...itself, secretSha256: sha256(SECRET), servers: ['notes'] }],
    servers,
  });
  const lambda = fakeLambda((request): Outcome => {
    const value = header === 'Authorization' ? `Bearer ${tokenOf(request)}` : tokenOf(request);
    return {
      answer: injected({ headers: { [header]: value }, removeHeaders: ['Cookie'], allowedHosts: [host] }),
    };
  });
  const real = await startDoor({ config, injector: createInjector({ functionName: 'f', client: lambda }) });
  const running = await startGateway(gateway, { server: 'notes', source, door: door ?? real.address, more });
  return {
    gateway: running,
    upstream,
    lambda,
    async close() {
      await running.close();
      await real.close();
      upstream.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Sends bytes as they are, and returns what comes back until the gateway closes. */
export async function sendRaw({ url }: Running, lines: string[], body = ''): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => socket.destroy());
  socket.write(`${lines.join('\r\n')}\r\n\r\n${body}`, 'latin1');
  return text(socket).catch(() => '');
}

/** One request in HTTP/2 with prior knowledge (RFC 9113 section 3.3), to its end or to the gateway's refusal. */
export function sendOverH2(
  { url }: Running,
  method: string,
  { headers, body, trailers }: { headers: OutgoingHttpHeaders; body: string; trailers: OutgoingHttpHeaders },
): Promise<void> {
  return new Promise((resolve) => {
    const { origin, pathname } = new URL(url);
    const session = connectH2(origin);
    const end = () => {
      session.destroy();
      resolve();
    };
    session.once('error', end);
    const stream = session.request(
      { ':method': method, ':path': pathname, ...headers },
      { waitForTrailers: true, endStream: false },
    );
    stream.once('wantTrailers', () => stream.sendTrailers(trailers));
    stream.once('error', end).once('close', end).resume();
    stream.end(body);
  });
}

/** One call by HTTP, on the agent's connections. */
export function send(
  { url }: Running,
  {
    method = 'POST',
    headers,
    body = '',
    agent,
  }: { method?: string; headers: Record<string, string>; body?: string; agent?: Agent },
): Promise<{ status: number; headers: object; body: string }> {
  return new Promise((resolve, reject) => {
    const length = method === 'POST' ? { 'content-length': String(Buffer.byteLength(body)) } : {};
    const sent = httpRequest(url, { method, headers: { ...length, ...headers }, ...(agent && { agent }) });
    sent.once('response', async (response) =>
      resolve({ status: response.statusCode ?? 0, headers: response.headers, body: await text(response) }),
    );
    sent.once('error', reject).end(body);
  });
}

export interface BrokenDoor {
  address: string;
  /** What it answers to the next questions, as bytes. Undefined: it accepts and says nothing. */
  answers(bytes: string | undefined): void;
  /** Resolves with the next question. */
  asked(): Promise<Socket>;
  count(): number;
  stop(): Promise<void>;
}

export async function startBrokenDoor(): Promise<BrokenDoor> {
  let bytes: string | undefined;
  let count = 0;
  let waiting: ((socket: Socket) => void)[] = [];
  const open = new Set<Socket>();
  const server: Server = createServer((socket) => {
    open.add(socket);
    socket.on('error', () => {});
    socket.once('close', () => open.delete(socket));
    socket.once('data', () => {
      count += 1;
      for (const resolve of waiting) resolve(socket);
      waiting = [];
      if (bytes !== undefined) socket.end(bytes, 'latin1');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    answers: (next) => {
      bytes = next;
    },
    asked: () => new Promise((resolve) => waiting.push(resolve)),
    count: () => count,
    stop: () =>
      new Promise((resolve) => {
        for (const socket of open) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
