/** What the tests of recorded registrations share: a workspace of DynamoDB's wire protocol, its log, events and activity. */
import { afterEach, beforeEach } from 'vitest';
import type { EventToPublish, Ports } from '../../src/broker/ports.ts';
import type { Activity } from '../../src/broker/records.ts';
import { createJsonLog } from '../../src/system/json-log.ts';
import { type ConnectWorld, openConnectWorld } from './connect-world.ts';

const WS = '/v1/workspaces/acme';
export const SERVER = {
  name: 'CRM',
  provider: 'google',
  url: 'https://mcp.crm.example/mcp?key=leak-1',
  placements: [{ in: 'header', name: 'X-Token', value: '{accessToken}' }],
  removeHeaders: [],
  binding: 'request',
  discovery: false,
  scopes: [],
};
export const CUSTOM = {
  name: 'CRM',
  scopes: ['read'],
  apiHosts: ['api.crm.example'],
  authorizationEndpoint: 'https://id.crm.example/authorize?tenant=leak-2',
  tokenEndpoint: 'https://id.crm.example/token',
  userinfoEndpoint: 'https://id.crm.example/userinfo',
};
export const ADA = { actor: 'ada', actorIssuer: 'https://idp.example' };

export let world: ConnectWorld;
export let lines: string[];
export let events: EventToPublish[];
export let ports: Ports;
let ada: string;

/** Registers the hooks of the test file that calls it. */
export function beginRegistering(): void {
  beforeEach(async () => {
    world = await openConnectWorld('dynalite');
    ada = world.person('ada', { acme: 'admin' });
    lines = [];
    events = [];
    ports = {
      ...world.ports,
      hosts: { isPublic: async () => true, isPrivate: async () => false },
      events: { publish: async (event) => void events.push(event) },
      log: createJsonLog((line) => lines.push(line)),
    };
  });
  afterEach(() => world.close());
}

export async function send(
  method: string,
  path: string,
  body?: object,
  over: Partial<Ports> = {},
): Promise<number> {
  world.advance(1_000);
  const { status } = await world.app({ ...ports, ...over }).request(WS + path, {
    method,
    headers: { authorization: `Bearer ${ada}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  return status;
}
export const putServer = (url = SERVER.url, over: Partial<Ports> = {}) =>
  send('PUT', '/mcp-servers/crm', { ...SERVER, url }, over);
export const putApp = (clientId: string, custom: object = CUSTOM) =>
  send('PUT', '/oauth-apps/custom~crm', { clientId, clientSecret: 'leak-3', custom });
/** Oldest first, without times. */
export async function entries(): Promise<Omit<Activity, 'at'>[]> {
  const { items } = await ports.reads.activity('acme', 100);
  return items.map(({ at: _, id: __, ...entry }) => entry).toReversed();
}
export const linesOf = () =>
  lines.map((line) => JSON.parse(line)).filter(({ event }) => event === 'registration');
