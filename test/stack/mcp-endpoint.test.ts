/**
 * The REST API at which people's MCP clients call, on the template: no API Gateway runs here.
 * Covers lib/http/mcp-endpoint.ts, lib/http/mcp-rest-api.ts, lib/http/mcp-endpoint-answers.ts, lib/functions/function-variables.ts,
 * lib/functions/reserved-executions.ts.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import type { StageSettings } from '../../lib/settings/stage-settings.ts';
import { FUNCTIONS, type FunctionName } from '../../src/contract/environment.ts';
import { REGION, resolve } from './resolve.ts';
import {
  onlyResource,
  type Resource,
  resourcesOf,
  type StageTemplate,
  settingsOf,
  stageTemplate,
} from './stage-template.ts';

let template: StageTemplate;
beforeAll(() => {
  template = stageTemplate({
    ...settingsOf('prod'),
    mcpEndpoint: { scopes: ['mcp:call', 'https://acme.internal/mcp'] },
  });
});
const only = (type: string) => onlyResource(template, `AWS::ApiGateway::${type}`)[1].Properties;
const variablesOf = (name: 'token-injector' | 'mcp-endpoint' | 'mcp-sign-in', from = template) =>
  resolve(from.resources[from.functionIds[name]]?.Properties.Environment.Variables) as Record<string, string>;
const gatewayResponse = (type: string) =>
  resourcesOf(template, 'AWS::ApiGateway::GatewayResponse')
    .map(([, { Properties }]) => Properties)
    .find(({ ResponseType }) => ResponseType === type);

/** `/{workspace}` of a resource's id; `/` of the API's root. */
function pathOf(resourceId: { Ref?: string }): string {
  const { PathPart, ParentId } = template.resources[resourceId.Ref ?? '']?.Properties ?? {};
  if (PathPart === undefined) return '';
  return `${pathOf(ParentId)}/${PathPart}`;
}
const methods = (): [string, Resource['Properties']][] =>
  resourcesOf(template, 'AWS::ApiGateway::Method').map(([, { Properties }]) => [
    `${Properties.HttpMethod} ${pathOf(Properties.ResourceId) || '/'}`,
    Properties,
  ]);
const ADDRESSES = ['/', '/{workspace}', '/{workspace}/{server}'];
const METADATA = ADDRESSES.map((path) => `/.well-known/oauth-protected-resource${path}`.replace(/\/$/, ''));
const isMetadata = (route: string) => route.includes('.well-known');

describe('the routes', () => {
  it('are the addresses and the metadata of each, and no others', () => {
    const routes = ADDRESSES.flatMap((path) => [`ANY ${path}`, `DELETE ${path}`, `POST ${path}`]);
    expect(
      methods()
        .map(([route]) => route)
        .sort(),
    ).toEqual([...routes, ...METADATA.map((path) => `GET ${path}`)].sort());
    expect(resourcesOf(template, 'AWS::Lambda::Url')).toEqual([]);
  });

  it('T225: ask the authorizer for everything but the metadata, which is public', () => {
    const [id] = onlyResource(template, 'AWS::ApiGateway::Authorizer');
    for (const [route, { AuthorizationType, AuthorizerId }] of methods())
      expect([route, AuthorizationType, AuthorizerId]).toEqual(
        isMetadata(route) ? [route, 'NONE', undefined] : [route, 'CUSTOM', { Ref: id }],
      );
  });

  it('stream what the function answers, for five minutes at most', () => {
    for (const [route, { Integration }] of methods().filter(([route]) => !route.startsWith('ANY'))) {
      expect([route, Integration]).toEqual([
        route,
        expect.objectContaining({
          Type: 'AWS_PROXY',
          IntegrationHttpMethod: 'POST',
          ResponseTransferMode: 'STREAM',
          TimeoutInMillis: 300_000,
        }),
      ]);
      const uri = JSON.stringify(Integration.Uri);
      expect(uri).toContain('2021-11-15/functions/');
      expect(uri).toContain('/response-streaming-invocations');
      expect(uri).toContain(template.functionIds['mcp-endpoint']);
    }
  });

  it('answer 405 to every other method without a function', () => {
    for (const [, { Integration, MethodResponses }] of methods().filter(([route]) =>
      route.startsWith('ANY'),
    )) {
      expect(Integration).toMatchObject({ Type: 'MOCK' });
      const [answer, ...others] = Integration.IntegrationResponses;
      expect(others).toEqual([]);
      expect(answer.StatusCode).toBe('405');
      expect(answer.ResponseParameters).toEqual({
        'method.response.header.Allow': "'POST, DELETE'",
        'method.response.header.Cache-Control': "'no-store'",
      });
      expect(JSON.parse(answer.ResponseTemplates['application/json'])).toMatchObject({
        code: 'method_not_allowed',
      });
      // API Gateway does not deploy a header that the method does not list.
      expect(Object.keys(MethodResponses[0].ResponseParameters)).toEqual(
        Object.keys(answer.ResponseParameters),
      );
    }
  });
});

describe('the authorizer', () => {
  it('is asked for each request anew, with all of its headers, and can do nothing in the account', () => {
    expect(only('Authorizer')).toMatchObject({ Type: 'REQUEST', AuthorizerResultTtlInSeconds: 0 });
    // With one, API Gateway would answer to a request without a token, and name no metadata.
    expect(only('Authorizer')).not.toHaveProperty('IdentitySource');
    expect(JSON.stringify(only('Authorizer').AuthorizerUri)).toContain(template.functionIds['mcp-sign-in']);
  });
});

describe('what API Gateway itself answers', () => {
  it('is 401 with the authorizer’s challenge to a request without a good token', () => {
    const { StatusCode, ResponseParameters, ResponseTemplates } = gatewayResponse('ACCESS_DENIED');
    expect(StatusCode).toBe('401');
    expect(ResponseParameters).toEqual({
      'gatewayresponse.header.Cache-Control': "'no-store'",
      'gatewayresponse.header.WWW-Authenticate': 'context.authorizer.challenge',
    });
    expect(JSON.parse(ResponseTemplates['application/json'])).toMatchObject({
      status: 401,
      code: 'unauthenticated',
    });
  });

  it.each([
    ['AUTHORIZER_FAILURE', 503, 'temporarily_unavailable'],
    ['AUTHORIZER_CONFIGURATION_ERROR', 503, 'temporarily_unavailable'],
    ['MISSING_AUTHENTICATION_TOKEN', 404, 'not_found'],
  ])('%s is %i %s, and starts no sign-in', (type, status, code) => {
    const { StatusCode, ResponseParameters, ResponseTemplates } = gatewayResponse(type);
    expect(StatusCode).toBe(String(status));
    expect(JSON.parse(ResponseTemplates['application/json'])).toMatchObject({ status, code });
    expect(Object.keys(ResponseParameters)).not.toContain('gatewayresponse.header.WWW-Authenticate');
    expect(JSON.stringify(ResponseTemplates)).not.toContain('$');
  });
});

describe('the API’s own traces', () => {
  it('T063 T065: hold no token and no path: no execution log, no data trace, no X-Ray, no cache', () => {
    const { AccessLogSetting, MethodSettings, TracingEnabled, CacheClusterEnabled } = only('Stage');
    const fields = Object.values<string>(JSON.parse(AccessLogSetting.Format));
    expect(fields).toContain('$context.resourcePath');
    expect(fields.filter((field) => /\$context\.(authorizer|path|identity)\b/.test(field))).toEqual([]);
    expect(MethodSettings).toEqual([
      {
        HttpMethod: '*',
        ResourcePath: '/*',
        LoggingLevel: 'OFF',
        DataTraceEnabled: false,
        CachingEnabled: false,
        ThrottlingRateLimit: 50,
        ThrottlingBurstLimit: 100,
      },
    ]);
    expect(TracingEnabled).toBe(false);
    expect(CacheClusterEnabled).toBeUndefined();
    expect(resourcesOf(template, 'AWS::ApiGateway::Account')).toEqual([]);
  });

  it('its connections are TLS 1.2 at least, in the Region', () => {
    expect(only('RestApi')).toMatchObject({
      EndpointConfiguration: { Types: ['REGIONAL'] },
      SecurityPolicy: 'SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09',
      EndpointAccessMode: 'STRICT',
    });
  });
});

describe('T232: what calls without end can take of the account', () => {
  const reserved = (more: Partial<StageSettings> = {}) => {
    const built = stageTemplate({ ...settingsOf('prod'), mcpEndpoint: {}, ...more });
    return (name: FunctionName) =>
      built.resources[built.functionIds[name]]?.Properties.ReservedConcurrentExecutions;
  };

  it('is a tenth of the quota where the stage says nothing, and what Lambda wants stays unreserved', () => {
    const of = reserved();
    expect(of('mcp-endpoint')).toBe(100);
    const all = FUNCTIONS.map((name) => of(name) ?? 0).reduce((sum, each) => sum + each, 0);
    expect(all).toBeLessThanOrEqual(900);
    expect(reserved({ alarms: { concurrencyQuota: 3_000 } })('mcp-endpoint')).toBe(300);
    const dev = { ...settingsOf('dev'), callerToken: 'required' as const };
    expect(reserved(dev)('mcp-endpoint')).toBe(100);
  });

  it('is what the stage says', () => {
    const { reservedConcurrency } = settingsOf('prod');
    const own = reserved({ reservedConcurrency: { ...reservedConcurrency, 'mcp-endpoint': 7 } });
    expect(own('mcp-endpoint')).toBe(7);
    expect(own('oauth-callback')).toBe(20);
  });

  it('cannot be reserved in an account with too few', () => {
    const none = { reservedConcurrency: {} };
    const quota = (concurrencyQuota: number) => ({ ...none, alarms: { concurrencyQuota } });
    expect(reserved(quota(10))('mcp-endpoint')).toBeUndefined();
    expect(reserved(quota(110))('mcp-endpoint')).toBeUndefined();
    expect(reserved(quota(111))('mcp-endpoint')).toBe(11);
    // Those of prod are 280 with nothing for mcp-endpoint.
    expect(reserved({ alarms: { concurrencyQuota: 400 } })('mcp-endpoint')).toBeUndefined();
  });
});

describe('the address', () => {
  const address = () => {
    const [api] = onlyResource(template, 'AWS::ApiGateway::RestApi');
    return `https://${api}.execute-api.${REGION}.amazonaws.com/mcp`;
  };
  const withEndpoint = (mcpEndpoint: StageSettings['mcpEndpoint'], more: Partial<StageSettings> = {}) =>
    stageTemplate({ ...settingsOf('prod'), ...more, mcpEndpoint });

  it('is put out, told to both functions, and is the stage’s name in API Gateway', () => {
    expect(resolve(template.outputs.McpAddress?.Value)).toBe(address());
    expect(only('Stage').StageName).toBe('mcp');
    for (const name of ['mcp-endpoint', 'mcp-sign-in'] as const)
      expect(variablesOf(name)).toMatchObject({
        CONNECTIONS_MCP_ADDRESS: address(),
        CONNECTIONS_MCP_AUDIENCE: `${address()}/*`,
        CONNECTIONS_MCP_SCOPES: '["mcp:call","https://acme.internal/mcp"]',
        CONNECTIONS_JWT_ISSUER: 'https://id.acme.internal',
      });
  });

  it('T225: its audience is one more of the injector’s, and of no other function', () => {
    expect(variablesOf('token-injector').CONNECTIONS_INJECTOR_AUDIENCES).toBe(`connections ${address()}/*`);
    const own = withEndpoint({ audience: 'mcp-of-prod' }, { injectorAudiences: ['gateway'] });
    expect(variablesOf('token-injector', own).CONNECTIONS_INJECTOR_AUDIENCES).toBe(
      'connections gateway mcp-of-prod',
    );
    for (const name of ['mcp-endpoint', 'mcp-sign-in'] as const)
      expect(variablesOf(name, own).CONNECTIONS_MCP_AUDIENCE).toBe('mcp-of-prod');
    const audiences = resourcesOf(own, 'AWS::Lambda::Function').flatMap(
      ([, { Properties }]) => Properties.Environment.Variables.CONNECTIONS_JWT_AUDIENCE ?? [],
    );
    expect(new Set(audiences)).toEqual(new Set(['connections']));
  });

  it('does not exist unless the stage says so', () => {
    const bare = stageTemplate(settingsOf('prod'));
    expect(bare.text).not.toMatch(/AWS::ApiGateway::|CONNECTIONS_MCP_/);
    expect(bare.outputs.McpAddress).toBeUndefined();
  });
});
