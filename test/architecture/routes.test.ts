/**
 * T053: four places know the routes. They are the same, with the same access, or a route is open where it should not
 * be.
 * Covers src/contract/routes.ts, src/http/serve-routes.ts, src/http/openapi-document.ts, local/app-server.ts.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { type HttpFunctions, routeApp } from '../../local/app-server.ts';
import { Problem } from '../../src/broker/errors.ts';
import { ROUTES, type Route } from '../../src/contract/routes.ts';
import { type ConnectPorts, createConnect } from '../../src/http/connect.ts';
import { type ConnectionsApiPorts, createConnectionsApi } from '../../src/http/connections-api.ts';
import { type CallbackPorts, createOAuthCallback } from '../../src/http/oauth-callback.ts';
import { openApiDocument } from '../../src/http/openapi-document.ts';
import { createServerTrial } from '../../src/http/server-trial.ts';
import { createJsonLog } from '../../src/system/json-log.ts';
import type { TrialPorts } from '../../src/trial/trial-ports.ts';
import { settingsOf, stageTemplate } from '../stack/stage-template.ts';
import { routesOf } from '../stack/template-routes.ts';

const CONTRACT = ROUTES as readonly Route[];
/** `GET /path/{parameter} public` or `… jwt`. */
const line = (method: string, path: string, isPublic: boolean) =>
  `${method.toUpperCase()} ${path} ${isPublic ? 'public' : 'jwt'}`;
const expected = CONTRACT.map(({ method, path, access }) => line(method, path, access === 'public')).sort();

/** The four functions, on ports that nothing may touch: who gets that far was let in. */
function functions(): HttpFunctions {
  const serve = {
    log: createJsonLog(() => undefined),
    newCorrelationId: () => 'an-id',
    verifyCaller: () => Promise.reject(new Problem('unauthenticated')),
  };
  const untouchable = { settings: { apiOrigin: 'https://api.example' } };
  return {
    'connections-api': createConnectionsApi(untouchable as ConnectionsApiPorts, serve),
    connect: createConnect(untouchable as ConnectPorts, serve),
    'oauth-callback': createOAuthCallback(untouchable as unknown as CallbackPorts, serve),
    'server-trial': createServerTrial(untouchable as unknown as TrialPorts, serve),
  };
}

const EXAMPLE: Record<string, string> = {
  ws: 'acme',
  connectionId: 'google',
  sessionId: 'A'.repeat(43),
  provider: 'google',
  serverId: 'crm',
  app: 'verified',
};
const examplePath = (path: string) =>
  path.replace(/\{(\w+)\}/g, (_all, name: string) => EXAMPLE[name] ?? name);

describe('T053: the routes of the contract are those', () => {
  let local: ReturnType<typeof routeApp>;
  beforeAll(() => {
    local = routeApp(functions(), { directory: '/nowhere', headers: {} });
  });

  it('are not few, and each is there once', () => {
    expect(expected.length).toBeGreaterThan(15);
    expect(new Set(CONTRACT.map(({ method, path }) => `${method} ${path}`)).size).toBe(expected.length);
    expect(new Set(CONTRACT.map(({ operationId }) => operationId)).size).toBe(expected.length);
  });

  it('of the template', () => {
    const deployed = routesOf(stageTemplate(settingsOf('prod')));
    expect(deployed.map(({ method, path, jwt }) => line(method, path, !jwt)).sort()).toEqual(expected);
    const owners = (routes: { method: string; path: string; function: string }[]) =>
      routes.map((route) => `${route.method} ${route.path} ${route.function}`).sort();
    expect(owners(deployed)).toEqual(owners([...CONTRACT]));
  });

  it('of the OpenAPI document', () => {
    type Operation = { operationId: string; security: object[] };
    const { paths } = openApiDocument('https://api.example') as {
      paths: Record<string, Record<string, Operation>>;
    };
    const described = Object.entries(paths).flatMap(([path, operations]) =>
      Object.entries(operations).map(([method, { operationId, security }]) => ({
        text: line(method, path, security.length === 0),
        id: `${operationId} ${method} ${path}`,
      })),
    );
    expect(described.map(({ text }) => text).sort()).toEqual(expected);
    expect(described.map(({ id }) => id).sort()).toEqual(
      CONTRACT.map(({ operationId, method, path }) => `${operationId} ${method} ${path}`).sort(),
    );
  });

  it('of the local server, beside the pages of the dashboard', async () => {
    const served = local.routes.map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`);
    const page = ['GET /w/*', 'GET /api', 'GET /logos/{file}', 'GET /{file}?'];
    const own = ['ALL /*', 'ALL /v1/*', 'ALL /oauth/*', ...page];
    expect(served.filter((route) => !own.includes(route)).sort()).toEqual(
      CONTRACT.map(({ method, path }) => `${method.toUpperCase()} ${path}`).sort(),
    );
    const open = await Promise.all(
      CONTRACT.map(async ({ method, path }) => {
        const response = await local.request(examplePath(path), { method: method.toUpperCase() });
        return line(method, path, response.status !== 401);
      }),
    );
    expect(open.sort()).toEqual(expected);
  });

  it('T054: of the functions themselves, which refuse everybody else’s and take nobody’s word', async () => {
    for (const [name, app] of Object.entries(functions())) {
      for (const route of CONTRACT) {
        const response = await app.request(examplePath(route.path), { method: route.method.toUpperCase() });
        const isOwn = route.function === name;
        // A foreign route is a known path of another function: 405. It is never served.
        if (!isOwn) expect([404, 405], `${name} ${route.operationId}`).toContain(response.status);
        else if (route.access !== 'public') expect(response.status, route.operationId).toBe(401);
      }
    }
  });
});
