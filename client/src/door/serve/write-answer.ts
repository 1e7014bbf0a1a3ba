/** Writes the answers of a door. Nobody may keep them: `no-store` for caches, `Vary: *` for those that keep anyway (T209). */
import type { ServerResponse } from 'node:http';
import type { DoorServer } from '../config/door-config.ts';
import type { GatewayAnswer } from './answer-gateway.ts';
import { bodyOf, type DoorRefusal } from './door-refusal.ts';

/** The header by which a gateway recognises an answer of this version (T208). */
export const ANSWER_HEADER = 'X-Connections-Answer';
export const ANSWER_VERSION = '1';
/** The header with the id at which a refusal is kept. */
export const REFUSAL_HEADER = 'X-Connections-Refusal';

const UNKEPT = { 'Cache-Control': 'no-store', Vary: '*' };

export function writeInjected(response: ServerResponse, headers: [name: string, value: string][]): void {
  const injected = Object.fromEntries(headers);
  response
    .writeHead(200, { ...injected, ...UNKEPT, [ANSWER_HEADER]: ANSWER_VERSION, 'Content-Length': '0' })
    .end();
}

type Refused = Exclude<GatewayAnswer, { status: 200 }>;

/** `keep` keeps the body of a 403 and returns its id. */
export function writeRefused(
  response: ServerResponse,
  { status, refusal }: Refused,
  { server, keep }: { server?: DoorServer; keep?: ((body: string) => string) | undefined } = {},
): void {
  const body = bodyOf(refusal);
  if (status === 401) response.setHeader('WWW-Authenticate', challenge(server?.resourceMetadata));
  if (status === 405) response.setHeader('Allow', 'GET, POST');
  if (status === 403 && keep) response.setHeader(REFUSAL_HEADER, keep(body));
  writeJson(response, status, body);
}

export function writeJson(response: ServerResponse, status: number, body: string): void {
  const length = Buffer.byteLength(body);
  response
    .writeHead(status, { ...UNKEPT, 'Content-Type': 'application/json', 'Content-Length': length })
    .end(body);
}

/** RFC 6750 section 3; `resource_metadata` of RFC 9728 section 5.1. */
const challenge = (metadata: string | undefined) =>
  metadata === undefined ? 'Bearer' : `Bearer resource_metadata="${metadata}"`;

/** What the log says of an answer: no text and no value. */
export const outcomeOf = (answer: GatewayAnswer | { refusal: DoorRefusal }) =>
  'refusal' in answer ? answer.refusal.reason : 'injected';
