/**
 * What API Gateway answers itself, so that the function is not asked.
 * Covers lib/http/mcp-endpoint.ts, lib/http/mcp-endpoint-answers.ts.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { answerFunctions } from '../../setup/stand-in-fetch.ts';
import { settingsOf, stageTemplate, withEverything } from '../../stack/stage-template.ts';
import { callerToken, issuerFetch, setIssuerDown } from '../issuer-stand-in.ts';
import { invokeStreaming } from '../lambda-streaming.ts';
import { throughMcpGateway } from '../mcp-gateway.ts';
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

describe('API Gateway', () => {
  it('renames a challenge of the function itself, which is why the authorizer has to give it', async () => {
    const event = {
      httpMethod: 'POST',
      resource: '/{workspace}',
      pathParameters: { workspace: 'acme' },
      multiValueHeaders: {},
      body: '{}',
    };
    const { status, headers } = await invokeStreaming(mcp.endpoint, event);
    expect(status).toBe(401);
    expect(headers['www-authenticate']).toContain('resource_metadata');
    const everybodyIn = throughMcpGateway({
      template: stageTemplate(withEverything(settingsOf('prod'))),
      address: ADDRESS,
      endpoint: mcp.endpoint,
      authorize: async (asked) => ({
        principalId: 'x',
        policyDocument: {
          Statement: [{ Effect: 'Allow', Resource: (asked as { methodArn: string }).methodArn }],
        },
        context: {},
      }),
    });
    const answer = await everybodyIn(`${ADDRESS}/acme`, { method: 'POST', body: '{}' });
    expect(answer.headers.get('www-authenticate')).toBeNull();
    expect(answer.headers.get('x-amzn-remapped-www-authenticate')).toContain('resource_metadata');
  });

  it.each(['GET', 'PUT', 'PATCH'])('answers 405 to a %s itself', async (method) => {
    const answer = await (await mcp.signedIn('/acme'))(`${ADDRESS}/acme`, { method });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST, DELETE']);
    expect(mcp.invoked).toEqual([]);
  });

  it('answers 503 while nobody can be verified, and starts no sign-in', async () => {
    const unverified = await mcp.world.startOf('mcp-sign-in');
    const template = stageTemplate(withEverything(settingsOf('prod')));
    const cold = throughMcpGateway({
      template,
      address: ADDRESS,
      authorize: unverified,
      endpoint: mcp.endpoint,
      invoked: mcp.invoked,
    });
    setIssuerDown(true);
    onTestFinished(() => setIssuerDown(false));
    const token = await callerToken({ aud: `${ADDRESS}/acme` });
    const headers = { authorization: `Bearer ${token}` };
    const answer = await cold(`${ADDRESS}/acme`, { method: 'POST', headers, body: '{}' });
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
    expect(answer.headers.get('www-authenticate')).toBeNull();
    expect(mcp.invoked).toEqual([]);
  });

  it.each([
    '/acme/crm/more',
    '/.well-known/openid-configuration',
    '/.well-known/oauth-protected-resource/a/b/c',
  ])('answers 404 at %s itself', async (path) => {
    expect((await mcp.api(`${ADDRESS}${path}`, { method: 'GET' })).status).toBe(404);
    expect(mcp.invoked).toEqual([]);
  });
});
