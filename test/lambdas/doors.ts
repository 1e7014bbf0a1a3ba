/** Every place of a stage where a token of a person is taken: routes of the HTTP API, injector, proxies, address for MCP clients. */
import { expect } from 'vitest';
import { ROUTES, type Route } from '../../src/contract/routes.ts';
import { uuidV7 } from '../../src/system/random.ts';
import { authorizerEvent, bearer, callHeaders } from './authorizer-events.ts';
import { behindTheGateway, coldStart, type EntryOptions, freshEntry } from './entry.ts';
import { invokeStreaming } from './lambda-streaming.ts';
import type { CountedTable } from './table-behind-a-counter.ts';

/** Says of a token whether it was refused. */
type Door = (token: string) => Promise<'refused' | 'taken'>;
export type Doors = Record<string, Door>;
type Values = NonNullable<EntryOptions['values']>;

export const guardedRoutes = (name: string) =>
  (ROUTES as readonly Route[]).filter((route) => route.function === name && route.access !== 'public');
const PATH: Record<string, string> = {
  ws: 'acme',
  connectionId: 'google',
  sessionId: 'A'.repeat(43),
  provider: 'google',
  serverId: 'own-server',
  person: 'A'.repeat(43),
};
export const requestOf = ({ method, path, body }: Route, token: string) => ({
  method: method.toUpperCase(),
  path: path.replace(/\{(\w+)\}/g, (_all, name: string) => PATH[name] ?? name),
  headers: { ...bearer(token), 'content-type': 'application/json' },
  ...(body && { body: '{}' }),
});

/** Of each function's routes the first `most`. Each function is a fresh instance. */
export async function doorsOfStage(table: CountedTable, values: Values, most?: number): Promise<Doors> {
  const start = (name: Parameters<typeof coldStart>[0]) =>
    coldStart(name, { dynamodb: table.endpoint, values: { proxiedServers: 'crm', ...values } });
  const doors: Doors = {
    'token-injector': injectorDoor(await start('token-injector')),
    'token-authorizer': proxyDoor(await start('token-authorizer')),
  };
  for (const name of ['connections-api', 'connect'] as const) {
    const send = behindTheGateway(await start(name));
    for (const route of guardedRoutes(name).slice(0, most))
      doors[route.operationId] = async (token) => {
        const { statusCode, body } = await send(requestOf(route, token));
        expect(statusCode).toBeLessThan(500);
        return statusCode === 401 && JSON.parse(body).code === 'unauthenticated' ? 'refused' : 'taken';
      };
  }
  return doors;
}

type Handler = Awaited<ReturnType<typeof coldStart>>;

const REFUSALS = ['caller_not_authorized', 'invalid_request'];

/** Asks for what a call needs, and for the workspace's servers: one answer to both. */
function injectorDoor(injector: Handler): Door {
  const answerTo = async (callerToken: string, question: object) => {
    const event = { version: '1', workspaceId: 'acme', callerToken, ...question };
    const { context } = (await injector(event, undefined)) as { context?: { reason: string } };
    // The second is the answer to what has not even the form of a token.
    return REFUSALS.includes(context?.reason ?? '') ? 'refused' : 'taken';
  };
  return async (token) => {
    const id = uuidV7(Date.now(), crypto.getRandomValues(new Uint8Array(10)));
    const operation = { id, kind: 'call', server: 'crm', tool: 'find' };
    const called = await answerTo(token, { operation });
    expect(await answerTo(token, { servers: true })).toBe(called);
    return called;
  };
}

function proxyDoor(authorizer: Handler): Door {
  return async (token) => {
    const event = authorizerEvent({ headers: callHeaders('find', bearer(token)) });
    const isRefused = await Promise.resolve(authorizer(event, undefined)).then(
      () => false,
      (error: Error) => error.message === 'Unauthorized',
    );
    return isRefused ? 'refused' : 'taken';
  };
}

/** Addresses below that of the stage. */
export const MCP_PATHS = ['', '/acme', '/acme/crm', '/~me'] as const;

/** mcp-sign-in and mcp-endpoint, each at every address: the second refuses also what the first should not have let through. */
export async function doorsOfMcp(table: CountedTable, values: Values): Promise<Doors> {
  const options = { dynamodb: table.endpoint, values: { personalWorkspaces: 'everyone', ...values } };
  const signIn = await coldStart('mcp-sign-in', options);
  const endpoint = await freshEntry('mcp-endpoint', options);
  const doors: Doors = {};
  for (const path of MCP_PATHS) {
    doors[`mcp-sign-in ${path}`] = async (token) => {
      const answer = await signIn(eventAt(path, token), undefined);
      const { policyDocument } = answer as { policyDocument: { Statement: { Effect: string }[] } };
      return policyDocument.Statement[0]?.Effect === 'Allow' ? 'taken' : 'refused';
    };
    doors[`mcp-endpoint ${path}`] = async (token) => {
      const { status, body } = await invokeStreaming(endpoint, eventAt(path, token));
      await body.cancel();
      // The message is no JSON-RPC, which is said to those alone who may come in.
      expect([400, 401]).toContain(status);
      return status === 401 ? 'refused' : 'taken';
    };
  }
  return doors;
}

function eventAt(path: string, token: string) {
  const [workspace, server] = path.split('/').slice(1);
  const resource = server ? '/{workspace}/{server}' : workspace ? '/{workspace}' : '/';
  return {
    ...authorizerEvent({ headers: bearer(token) }),
    ...{ resource, path: path || '/', httpMethod: 'POST', body: '{}', isBase64Encoded: false },
    pathParameters: { ...(workspace && { workspace }), ...(server && { server }) },
  };
}
