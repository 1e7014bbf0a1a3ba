/**
 * T171: every operation that changes something counts as the contract says, and a refused one costs the one write that refused
 * it.
 * Covers src/contract/routes.ts, src/broker/activity/quota.ts, src/http/problems-of-route.ts,
 * src/broker/refresh/refresh-on-demand.ts, src/broker/disconnect/disconnect.ts, src/broker/disconnect/delete-workspace.ts,
 * src/broker/apps/delete-oauth-app.ts, src/broker/apps/put-oauth-app.ts, src/broker/servers/put-mcp-server.ts,
 * src/broker/connect/start-connect.ts, src/broker/connect/complete-connect.ts.
 */
import { beforeEach, describe, expect, it } from 'vitest';
import type { Ports } from '../../src/broker/ports.ts';
import { type OperationId, ROUTES, type Route } from '../../src/contract/routes.ts';
import { createOAuthCallback } from '../../src/http/oauth-callback.ts';
import { problemsOfRoute } from '../../src/http/problems-of-route.ts';
import { sessionId } from '../adapters/samples.ts';
import { type ConnectWorld, openConnectWorld } from './connect-world.ts';

const CONTRACT = ROUTES as readonly Route[];
/** Of `injected` operations the function has no table: API Gateway and the injector bound them. */
const COUNTED = CONTRACT.filter(({ quota }) => quota !== undefined && quota !== 'injected');
/** What counts nothing changes no row and asks no provider: this function has no right to. */
const READERS: string[] = ['connections-api', 'oauth-callback'];

/** A sound body of each operation that has one. */
const BODIES: Partial<Record<OperationId, object>> = {
  startConnect: { provider: 'google' },
  completeConnect: {
    completionSecret: 'A'.repeat(43),
    provider: 'google',
    owner: 'verified',
    query: 'code=c&state=state',
  },
  declineStepUp: { server: 'crm' },
  chooseTenant: { choice: 'choice-1', index: 0 },
  renameConnection: { name: 'Sales' },
  putMe: { idToken: 'an.id.token' },
  putOAuthApp: { clientId: 'own-client', clientSecret: 'secret' },
  checkOAuthApp: {},
  putOAuthAppPolicy: { allowed: 'own-only' },
  putMcpServer: {
    name: 'CRM',
    provider: 'google',
    url: 'https://crm.example/mcp',
    placements: [{ in: 'header', name: 'Authorization', value: 'Bearer {accessToken}' }],
    binding: 'request',
    discovery: false,
    removeHeaders: [],
    scopes: [],
  },
  approveTools: { fingerprints: ['A'.repeat(43)] },
};
const PARTS: Record<string, string> = {
  ws: 'acme',
  connectionId: 'google',
  sessionId: sessionId('state'),
  provider: 'google',
  serverId: 'crm',
  app: 'verified',
  person: sessionId('person'),
};

let world: ConnectWorld;
let ada: string;
beforeEach(async () => {
  world = await openConnectWorld('memory');
  ada = world.person('ada', { acme: 'admin' });
});

/** Sends the operation and returns the answer with every call of a port that is not the clock's. */
async function send({ operationId, method, path }: Route, taken: (calls: string[]) => boolean | undefined) {
  const calls: string[] = [];
  const ports = watched(world.ports, calls, taken);
  const quiet = { log: ports.log, newCorrelationId: () => 'an-id' };
  const app = path.startsWith('/oauth/') ? createOAuthCallback(ports, quiet) : world.app(ports);
  const body = BODIES[operationId as OperationId];
  const query = path.startsWith('/oauth/') ? `?state=${sessionId('state')}&code=abc` : '';
  const response = await app.request(
    path.replace(/\{(\w+)\}/g, (_all, name: string) => PARTS[name] ?? name) + query,
    {
      method: method.toUpperCase(),
      headers: { authorization: `Bearer ${ada}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    },
  );
  return { response, calls };
}

const SILENT = ['clock', 'random', 'log', 'settings', 'catalogue', 'servers'];

function watched(ports: Ports, calls: string[], taken: (calls: string[]) => boolean | undefined): Ports {
  const wrap = (name: string, port: unknown): unknown => {
    if (SILENT.includes(name) || port === undefined) return port;
    if (typeof port === 'function')
      return (...args: never[]) => {
        calls.push(name);
        return (name === 'acts.take' ? taken(calls) : undefined) ?? port(...args);
      };
    return new Proxy(port as object, {
      get: (target, member) => {
        const value = Reflect.get(target, member);
        return typeof value === 'function' ? wrap(`${name}.${String(member)}`, value.bind(target)) : value;
      },
    });
  };
  return Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, wrap(name, port)])) as never;
}

describe('T171: the contract', () => {
  it('says of every operation of a function that may write what it counts as, and of no other', () => {
    const undecided = CONTRACT.filter(
      ({ quota, function: name }) => (quota === undefined) !== READERS.includes(name),
    );
    expect(undecided.map(({ operationId }) => operationId)).toEqual([]);
    expect(COUNTED.length).toBeGreaterThanOrEqual(9);
  });

  it('says so of these', () => {
    const decided = Map.groupBy(COUNTED, ({ quota }) => quota);
    const of = (quota: Route['quota']) => decided.get(quota)?.map(({ operationId }) => operationId);
    expect(of('act')).toEqual([
      'startConnect',
      'refreshConnection',
      'chooseTenant',
      'renameConnection',
      'declineStepUp',
      'putOAuthApp',
      'checkOAuthApp',
      'putOAuthAppPolicy',
      'putMcpServer',
      'approveTools',
    ]);
    expect(of('ending')).toEqual([
      'disconnect',
      'deleteWorkspace',
      'deleteOAuthApp',
      'deleteMcpServer',
      'deleteMe',
      'deletePerson',
    ]);
    expect(of('paid')).toEqual(['completeConnect']);
    // It counts when it is to change something: test/http/people.test.ts.
    expect(of('own')).toEqual(['putMe']);
  });

  it('lists the refusal of what counts, and only of that', () => {
    const refusable = CONTRACT.filter((route) => problemsOfRoute(route).includes('too_many_requests'));
    expect(refusable).toEqual(COUNTED.filter(({ quota }) => quota !== 'paid'));
  });
});

const named = (routes: Route[]) => routes.map((route) => [route.operationId, route] as const);
const countsOf = (calls: string[]) => calls.filter((call) => call === 'acts.take').length;

describe('T171: an operation', () => {
  const first = COUNTED.filter(({ quota }) => quota !== 'own');
  it.each(named(first))('%s counts before anything else', async (_, route) => {
    const { calls } = await send(route, () => undefined);
    const expected = { act: 2, ending: 1, own: 1, paid: 0, injected: 0 }[route.quota ?? 'paid'];
    expect(countsOf(calls)).toBe(expected);
    expect(calls.slice(0, expected)).toEqual(Array.from({ length: expected }, () => 'acts.take'));
    // The body and the path were sound, so it came to more than the count.
    expect(calls.length).toBeGreaterThan(expected);
  });

  const limited = first.filter(({ quota }) => quota !== 'paid');
  it.each(named(limited))('%s costs one refused write when its person has none left', async (_, route) => {
    const { response, calls } = await send(route, () => false);
    expect(response.status).toBe(429);
    expect(response.headers.get('retry-after')).toBe('600');
    expect(calls).toEqual(['acts.take']);
  });

  const acts = COUNTED.filter(({ quota }) => quota === 'act');
  it.each(named(acts))('%s costs one more when the workspace has none left', async (_, route) => {
    const { response, calls } = await send(route, (soFar) => (countsOf(soFar) > 1 ? false : undefined));
    expect(response.status).toBe(429);
    expect(calls).toEqual(['acts.take', 'acts.take']);
  });
});
