/** A door with its real HTTP face and its real client of the injector. What the injector answers is up to the test. */
import { createHash } from 'node:crypto';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { text as textOf } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import type { DoorConfig } from '../../client/src/door/config/door-config.ts';
import { readDoorConfig } from '../../client/src/door/config/read-door-config.ts';
import { startDoor } from '../../client/src/door/serve/start-door.ts';
import { createInjector } from '../../client/src/index.ts';
import { type FakeLambda, fakeLambda, injected, type Outcome } from '../client/fake-injector.ts';

export const SECRET = 'caddy-secret-of-more-than-32-bytes-0123456789';
export const OTHER_SECRET = 'other-secret-of-more-than-32-bytes-0123456789';
export const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** A JWT that nobody signed: only the injector verifies one. */
export function jwt(claims: object = {}): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'ES256' })}.${part({ sub: 'ada', exp: 4_102_444_800, ...claims })}.c2lnbmF0dXJl`;
}

const SERVER = {
  host: 'mcp.example.com',
  url: 'https://mcp.example.com/mcp/',
  headers: ['Authorization'],
  removeHeaders: ['Cookie'],
  discovery: true,
};

type Changes = { server?: object; gateway?: object; config?: object };

export function configOf({ server = {}, gateway = {}, config = {} }: Changes = {}): object {
  return {
    listen: { host: '127.0.0.1', port: 0 },
    injector: 'token-injector',
    gateways: [
      { name: 'caddy', secretSha256: sha256(SECRET), servers: ['notes'], ...gateway },
      { name: 'other', secretSha256: sha256(OTHER_SECRET), servers: ['tide'] },
    ],
    servers: { notes: { ...SERVER, workspace: 'acme', ...server }, tide: { ...SERVER, workspace: 'acme' } },
    ...config,
  };
}

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  /** Names and values as they came. */
  rawHeaders: string[];
  body: string;
}

/** Headers as they go out: a list of names and values keeps spellings and repetitions. Undefined removes a usual one. */
export interface Ask {
  path?: string;
  method?: string;
  headers?: Record<string, string | string[] | undefined>;
  body?: string | Buffer;
  agent?: import('node:http').Agent;
}

export interface TestDoor {
  lambda: FakeLambda;
  address: string;
  log: Record<string, string>[];
  ask(what?: Ask): Promise<Answer>;
}

type Outcomes = Parameters<typeof fakeLambda>;

export async function setUpDoor(changes: Changes = {}, ...outcomes: Outcomes): Promise<TestDoor> {
  const given: Outcomes = outcomes.length > 0 ? outcomes : [{ answer: injected() } as Outcome];
  const lambda = fakeLambda(...given);
  const config: DoorConfig = readDoorConfig(JSON.parse(JSON.stringify(configOf(changes))));
  const injector = createInjector({ functionName: config.injector, client: lambda });
  const log: Record<string, string>[] = [];
  const door = await startDoor({ config, injector, log: (fields) => log.push(fields) });
  onTestFinished(() => door.close());
  return { lambda, log, address: door.address, ask: (what) => ask(door.address, what) };
}

export function ask(
  address: string,
  { path = '/authorize/notes', method, headers = {}, body, agent }: Ask = {},
): Promise<Answer> {
  const usual = { host: address, 'x-connections-door': SECRET, authorization: `Bearer ${jwt()}` };
  const all = Object.entries({ ...usual, ...headers }).filter(([, value]) => value !== undefined);
  const length = body === undefined ? [] : [['Content-Length', String(Buffer.byteLength(body))]];
  const { hostname, port } = new URL(`http://${address}`);
  return new Promise((resolve, reject) => {
    const sent = httpRequest({
      hostname: hostname.replace(/^\[|\]$/g, ''),
      port,
      path,
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      setHost: false,
      headers: [...all, ...length]
        .flatMap(([name, value]) => [value].flat().map((each) => [name, each]))
        .flat() as never,
      ...(agent && { agent }),
    });
    sent.once('response', async (response) => {
      const { statusCode: status = 0, headers: got, rawHeaders } = response;
      resolve({ status, headers: got, rawHeaders, body: await textOf(response) });
    });
    sent.once('error', reject);
    sent.end(body);
  });
}

export const reasonOf = ({ body }: Answer): string => JSON.parse(body).reason;

/** A message of the 2026-07-28 era with its headers. */
export const CURRENT = { 'mcp-protocol-version': '2026-07-28' };
export const callOf = (name: unknown, more: object = {}) =>
  JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: {} }, ...more });
