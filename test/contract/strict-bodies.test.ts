/**
 * T060: no body of a request has room for a member that the contract does not name, at whatever depth.
 * Covers src/contract/routes.ts, src/contract/resources/connect-session.ts, src/contract/resources/oauth-app.ts,
 * src/contract/servers/server-registration.ts, src/contract/custom-provider.ts, src/contract/injection.ts, src/contract/refresh.ts.
 */
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { CheckRequest, InjectionRequest } from '../../src/contract/injection.ts';
import { RefreshRequest, TickRequest } from '../../src/contract/refresh.ts';
import { RotationRequest } from '../../src/contract/rotation.ts';
import { ROUTES, type Route } from '../../src/contract/routes.ts';
import { openConnectWorld } from '../http/connect-world.ts';

type Json = Record<string, unknown>;
const BODIES = (ROUTES as readonly Route[]).flatMap(({ operationId, body }) =>
  body ? [[operationId as string, body as z.ZodType] as const] : [],
);
const EVENTS: [string, z.ZodType][] = [
  ['an injection', InjectionRequest],
  ['a check of servers', CheckRequest],
  ['a refresh', RefreshRequest],
  ['a tick', TickRequest],
  ['a rotation', RotationRequest],
];

/** Every object of the schema, as JSON Schema (draft 2020-12) describes it, with its path. */
function objectsIn(schema: unknown, path = ''): [string, Json][] {
  if (typeof schema !== 'object' || schema === null) return [];
  const inner = Object.entries(schema).flatMap(([name, value]) => objectsIn(value, `${path}/${name}`));
  return (schema as Json).type === 'object' ? [[path || '/', schema as Json], ...inner] : inner;
}

/** A record has a grammar for its names instead. */
const isClosed = ({ additionalProperties, propertyNames }: Json) =>
  additionalProperties === false || propertyNames !== undefined;

describe('T060: the body of', () => {
  it.each([...BODIES, ...EVENTS])('%s has no open object', (_name, body) => {
    const objects = objectsIn(z.toJSONSchema(body, { io: 'input', unrepresentable: 'any' }));
    expect(objects.length).toBeGreaterThan(0);
    expect(objects.filter(([, object]) => !isClosed(object)).map(([path]) => path)).toEqual([]);
  });

  it('each route of the contract that takes one is among them', () => {
    expect(BODIES.map(([operationId]) => operationId).sort()).toEqual([
      'approveTools',
      'checkOAuthApp',
      'chooseTenant',
      'completeConnect',
      'declineStepUp',
      'listServerTools',
      'putMcpServer',
      'putMe',
      'putOAuthApp',
      'putOAuthAppPolicy',
      'renameConnection',
      'startConnect',
      'tryServer',
    ]);
  });
});

describe('T060: a route', () => {
  const REGISTRATION = {
    ...{
      name: 'CRM',
      provider: 'google',
      url: 'https://crm.example/mcp',
      binding: 'request',
      discovery: false,
    },
    placements: [{ in: 'header', name: 'Authorization', value: 'Bearer {accessToken}' }],
    ...{ removeHeaders: [], scopes: [] },
  };
  const [placement] = REGISTRATION.placements;
  const CRM = { name: 'CRM', issuer: 'https://crm.example', scopes: [], apiHosts: ['api.crm.example'] };
  const APP = { clientId: 'own', clientSecret: 'secret' };

  it.each<[string, string, string, Json]>([
    ['startConnect', 'POST', 'connect-sessions', { provider: 'google', status: 'active' }],
    ['checkOAuthApp', 'POST', 'oauth-apps/google/check', { ...APP, version: 7 }],
    ['putOAuthApp', 'PUT', 'oauth-apps/google', { ...APP, version: 7 }],
    ['putOAuthApp, within', 'PUT', 'oauth-apps/custom~crm', { ...APP, custom: { ...CRM, pkce: false } }],
    ['putMcpServer', 'PUT', 'mcp-servers/crm', { ...REGISTRATION, uid: 'x' }],
    [
      'putMcpServer, within',
      'PUT',
      'mcp-servers/crm',
      { ...REGISTRATION, placements: [{ ...placement, host: 'evil.example' }] },
    ],
  ])('refuses a member too many: %s', async (_name, method, path, body) => {
    const world = await openConnectWorld('memory');
    const authorization = `Bearer ${world.person('ada', { acme: 'admin' })}`;
    const response = await world.app().request(`/v1/workspaces/acme/${path}`, {
      method,
      headers: { authorization, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect([response.status, await response.json()]).toMatchObject([400, { code: 'invalid_request' }]);
  });
});
