/**
 * How an MCP client is led to sign in, and which door takes its token.
 * Covers lambdas/mcp-endpoint.ts, src/aws/rest-api/streamed-answer.ts, lib/http/mcp-endpoint.ts,
 * lib/http/mcp-endpoint-answers.ts.
 */
import {
  discoverOAuthProtectedResourceMetadata,
  extractWWWAuthenticateParams,
} from '@modelcontextprotocol/client';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { CLIENTS, textOf } from '../../client/mcp-clients.ts';
import { answerFunctions } from '../../setup/stand-in-fetch.ts';
import { authorizerEvent, bearer, callHeaders } from '../authorizer-events.ts';
import { behindTheGateway, VALUES } from '../entry.ts';
import { lambdaContext } from '../events.ts';
import { callerToken, issuerFetch } from '../issuer-stand-in.ts';
import { ADDRESS, type McpEndpointWorld, startMcpEndpoint } from './operators-endpoint.ts';

let mcp: McpEndpointWorld;
// The server's address is https on a host of the operator's, which no test can reach.
vi.mock('../../../lambdas/mcp-server-fetch.ts', () => ({
  serverFetch: (_url: string, init: RequestInit) => fetch(mcp.upstream.origin, init),
}));
answerFunctions(issuerFetch);
beforeAll(async () => {
  mcp = await startMcpEndpoint();
});
beforeEach(() => mcp.forget());
afterAll(() => mcp?.close());

describe.each(['', '/acme', '/acme/crm', '/~me'])('the sign-in at %j', (path) => {
  it('begins with a 401 that an SDK’s client understands, and leads to the metadata of this very address', async () => {
    const answer = await mcp.api(`${ADDRESS}${path}`, { method: 'POST', body: '{}' });
    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({ status: 401, code: 'unauthenticated' });
    const { resourceMetadataUrl, scope } = extractWWWAuthenticateParams(answer);
    expect(scope).toBe('mcp:call');
    const metadata = await discoverOAuthProtectedResourceMetadata(
      `${ADDRESS}${path}`,
      resourceMetadataUrl ? { resourceMetadataUrl } : {},
      mcp.api,
    );
    expect(metadata).toEqual({
      resource: `${ADDRESS}${path}`,
      authorization_servers: [VALUES.jwtIssuer],
      scopes_supported: ['mcp:call'],
      bearer_methods_supported: ['header'],
    });
    // Only the metadata came to the function.
    expect(mcp.invoked).toHaveLength(1);
  });

  it('T225: is wanted of a token of the HTTP API too, which never gets to the function', async () => {
    const send = await mcp.signedIn(path, { aud: VALUES.jwtAudience });
    const answer = await send(`${ADDRESS}${path}`, { method: 'POST', body: '{}' });
    expect(answer.status).toBe(401);
    expect(extractWWWAuthenticateParams(answer).error).toBe('invalid_token');
    expect(mcp.invoked).toEqual([]);
  });
});

it('T225: a token of an MCP client is refused by the HTTP API’s functions and by the proxies, and taken by the injector', async () => {
  const token = await callerToken({ aud: `${ADDRESS}/acme`, workspaces: ['acme:admin'] });
  const client = await CLIENTS[0]?.[1](`${ADDRESS}/acme`, await mcp.signedIn('/acme'));
  onTestFinished(() => client?.close());
  // Functions read their variables when they are first asked, and the ones that start below have others.
  expect(textOf(await client?.callTool({ name: 'crm__find' }))).toBe('found');
  const before = await mcp.world.calls('acme');
  for (const [name, request] of [
    ['connections-api', { path: '/v1/workspaces/acme/connections' }],
    ['connect', { method: 'DELETE', path: '/v1/workspaces/acme/connections/google' }],
  ] as const) {
    const handler = await mcp.world.startOf(name);
    const send = behindTheGateway((event) => handler(event, lambdaContext(name)));
    const { statusCode, body } = await send({ ...request, headers: bearer(token) });
    expect([name, statusCode, JSON.parse(body).code]).toEqual([name, 401, 'unauthenticated']);
  }
  const proxy = await mcp.world.start();
  const asked = authorizerEvent({ headers: callHeaders('find', bearer(token)) });
  await expect(proxy(asked, lambdaContext('token-authorizer'))).rejects.toThrow('Unauthorized');
  expect(await mcp.world.calls('acme')).toEqual(before);
  expect(textOf(await client?.callTool({ name: 'crm__find' }))).toBe('found');
});
