/**
 * The REST API in front of MCP servers, on the template: no API Gateway runs here.
 * Covers lib/http/mcp-proxy.ts, lib/http/mcp-rest-api.ts, lib/http/mcp-integration.ts.
 */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { beforeAll, describe, expect, it } from 'vitest';
import { ConnectionsStack } from '../../lib/connections-stack.ts';
import { DENIAL_KEYS } from '../../src/contract/authorizer.ts';
import {
  cdkContext,
  onlyResource,
  PROXIED_SERVER,
  resourcesOf,
  type StageTemplate,
  settingsOf,
  stageTemplate,
  withEverything,
} from './stage-template.ts';

const second = {
  ...PROXIED_SERVER,
  id: 'wiki',
  url: 'https://wiki.internal/mcp',
  allowedHosts: ['wiki.internal'],
};
let template: StageTemplate;
beforeAll(() => {
  template = stageTemplate({
    ...settingsOf('prod'),
    servers: [PROXIED_SERVER, second],
    mcpProxies: [{ server: 'crm' }, { server: 'wiki', answerHeaders: ['content-type'] }],
  });
});
const only = (type: string) => onlyResource(template, `AWS::ApiGateway::${type}`)[1].Properties;
const methods = () =>
  resourcesOf(template, 'AWS::ApiGateway::Method').map(([, { Properties }]) => Properties);
const methodOf = (path: string, httpMethod = 'POST') => {
  const resources = resourcesOf(template, 'AWS::ApiGateway::Resource');
  const [id] = resources.find(([, { Properties }]) => Properties.PathPart === path) ?? [];
  return methods().find(({ ResourceId, HttpMethod }) => ResourceId.Ref === id && HttpMethod === httpMethod);
};
const gatewayResponse = (type: string) =>
  resourcesOf(template, 'AWS::ApiGateway::GatewayResponse')
    .map(([, { Properties }]) => Properties)
    .find(({ ResponseType }) => ResponseType === type);

describe('what reaches the MCP server', () => {
  it('T148 T154: is what the authorizer judged and rendered, and nothing that the caller sends', () => {
    const { Integration, RequestParameters } = methodOf('crm');
    expect(Integration).toMatchObject({
      // HTTP_PROXY would send all of the caller's headers on.
      Type: 'HTTP',
      IntegrationHttpMethod: 'POST',
      Uri: 'https://mcp.crm.internal/v1',
      PassthroughBehavior: 'WHEN_NO_MATCH',
    });
    expect(Integration.RequestParameters).toEqual({
      'integration.request.header.Accept': "'application/json, text/event-stream'",
      'integration.request.header.Content-Type': "'application/json'",
      'integration.request.header.MCP-Protocol-Version': 'context.authorizer.mcpProtocolVersion',
      'integration.request.header.Mcp-Method': 'context.authorizer.mcpMethod',
      'integration.request.header.Mcp-Name': 'context.authorizer.mcpName',
      'integration.request.header.Mcp-Session-Id': 'context.authorizer.mcpSessionId',
      'integration.request.header.Authorization': 'context.authorizer.placement0',
      'integration.request.header.X-Crm-Token': 'context.authorizer.placement1',
    });
    expect(RequestParameters).toBeUndefined();
    for (const { Integration } of methods()) {
      expect(Integration.Type).toBe('HTTP');
      expect(JSON.stringify(Integration.RequestParameters)).not.toContain('method.request');
      expect(Integration.RequestTemplates).toBeUndefined();
    }
  });

  it('goes to the server of its own path, by POST and DELETE', () => {
    const served = methods().map(({ HttpMethod, Integration }) => `${HttpMethod} ${Integration.Uri}`);
    expect(served.sort()).toEqual([
      'DELETE https://mcp.crm.internal/v1',
      'DELETE https://wiki.internal/mcp',
      'POST https://mcp.crm.internal/v1',
      'POST https://wiki.internal/mcp',
    ]);
    expect(methodOf('wiki').Integration.Uri).toBe('https://wiki.internal/mcp');
  });
});

describe('what comes back', () => {
  const responses = (path: string): Record<string, unknown>[] =>
    methodOf(path).Integration.IntegrationResponses;

  it('T152: is the headers that the settings name, so no cookie and no challenge', () => {
    const mapped = (path: string) =>
      responses(path).flatMap(({ ResponseParameters }) =>
        Object.entries((ResponseParameters ?? {}) as Record<string, string>),
      );
    for (const [to, from] of mapped('crm')) expect(to.split('.').at(-1)).toBe(from.split('.').at(-1));
    expect(new Set(mapped('crm').map(([to]) => to))).toEqual(
      new Set(['method.response.header.Content-Type', 'method.response.header.Mcp-Session-Id']),
    );
    expect(mapped('wiki')[0]).toEqual([
      'method.response.header.content-type',
      'integration.response.header.content-type',
    ]);
    expect(new Set(mapped('wiki').map(String)).size).toBe(1);
  });

  it('T147: is 502 for a redirect, a refused token and whatever else the transport has no meaning for', () => {
    const byPattern = responses('crm').map(({ SelectionPattern, StatusCode }) => [
      SelectionPattern,
      StatusCode,
    ]);
    const passed = ['200', '202', '204', '400', '403', '404', '405', '406', '409', '415', '429'];
    expect(byPattern).toEqual([...passed.map((status) => [status, status]), [undefined, '502']]);
    expect(responses('crm').at(-1)).not.toHaveProperty('ResponseParameters');
    expect(JSON.stringify(responses('crm').at(-1))).toContain('server_failed');
  });

  it('has a method response for each status and header, or API Gateway would not deploy', () => {
    for (const { Integration, MethodResponses } of methods()) {
      const known = MethodResponses.map((one: Record<string, object>) => [
        one.StatusCode,
        Object.keys(one.ResponseParameters ?? {}),
      ]);
      expect(known).toEqual(
        Integration.IntegrationResponses.map((one: Record<string, object>) => [
          one.StatusCode,
          Object.keys(one.ResponseParameters ?? {}),
        ]),
      );
    }
  });
});

describe('the authorizer', () => {
  it('T053: stands before every method', () => {
    const [id] = onlyResource(template, 'AWS::ApiGateway::Authorizer');
    expect(methods().length).toBe(4);
    for (const { AuthorizationType, AuthorizerId } of methods())
      expect([AuthorizationType, AuthorizerId]).toEqual(['CUSTOM', { Ref: id }]);
  });

  it('T137: is asked for each request anew, with all of its headers', () => {
    expect(only('Authorizer')).toMatchObject({ Type: 'REQUEST', AuthorizerResultTtlInSeconds: 0 });
    // With one, API Gateway would look for it by its exact spelling, and answer 401 to others.
    expect(only('Authorizer')).not.toHaveProperty('IdentitySource');
    expect(JSON.stringify(only('Authorizer').AuthorizerUri)).toContain(
      template.functionIds['token-authorizer'],
    );
  });
});

describe('refusals', () => {
  const SENT = /\$context\.authorizer\.(\w+)/g;

  it('print the reason as JSON, from what the authorizer sends with each', () => {
    const { StatusCode, ResponseTemplates } = gatewayResponse('ACCESS_DENIED');
    const text: string = ResponseTemplates['application/json'];
    expect([...text.matchAll(SENT)].map(([, key]) => key)).toEqual([...DENIAL_KEYS]);
    expect(StatusCode).toBe('403');
    expect(JSON.parse(text.replace(SENT, (_all, key) => `the ${key}`))).toEqual({
      status: 403,
      ...Object.fromEntries(DENIAL_KEYS.map((key) => [key, `the ${key}`])),
    });
  });

  it.each([
    ['UNAUTHORIZED', '401', { 'gatewayresponse.header.WWW-Authenticate': "'Bearer'" }],
    ['AUTHORIZER_FAILURE', '503', { 'gatewayresponse.header.Cache-Control': "'no-store'" }],
    ['MISSING_AUTHENTICATION_TOKEN', '405', { 'gatewayresponse.header.Allow': "'POST, DELETE'" }],
  ])('%s is %s and tells nothing', (type, status, headers) => {
    const { StatusCode, ResponseParameters, ResponseTemplates } = gatewayResponse(type);
    expect(StatusCode).toBe(status);
    expect(ResponseParameters).toMatchObject(headers);
    expect(JSON.parse(ResponseTemplates['application/json']).status).toBe(Number(status));
    expect(JSON.stringify(ResponseTemplates)).not.toContain('$');
  });
});

describe('the API’s own traces', () => {
  it('T063 T065: hold no token: no authorizer context, no execution log, no data trace, no X-Ray, no cache', () => {
    const { AccessLogSetting, MethodSettings, TracingEnabled, CacheClusterEnabled } = only('Stage');
    expect(JSON.parse(AccessLogSetting.Format)).toEqual({
      requestId: '$context.requestId',
      time: '$context.requestTime',
      method: '$context.httpMethod',
      resource: '$context.resourcePath',
      status: '$context.status',
      error: '$context.error.responseType',
      authorizeStatus: '$context.authorize.status',
      integrationStatus: '$context.integration.status',
      latency: '$context.responseLatency',
    });
    expect(AccessLogSetting.Format).not.toContain('$context.authorizer');
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
  });

  it('are kept as long as the stage says, and nothing of the account is changed', () => {
    const { DestinationArn } = only('Stage').AccessLogSetting;
    const group = resourcesOf(template, 'AWS::Logs::LogGroup').find(([id]) =>
      JSON.stringify(DestinationArn).includes(`"${id}"`),
    );
    expect(group?.[1].Properties.RetentionInDays).toBe(365);
    expect(resourcesOf(template, 'AWS::ApiGateway::Account')).toEqual([]);
  });

  it('its connections are TLS 1.2 at least', () => {
    expect(only('RestApi')).toMatchObject({
      EndpointConfiguration: { Types: ['REGIONAL'] },
      SecurityPolicy: 'SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09',
      EndpointAccessMode: 'STRICT',
    });
  });
});

const OF_REST_APIS = /\/(McpProxy|McpEndpoint)\//;

it('a stage with both REST APIs passes CDK’s rules and both packs, and needs every acknowledgement', () => {
  const app = new App({ context: cdkContext() });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
  const stack = new ConnectionsStack(app, 'connections-prod', {
    settings: withEverything(settingsOf('prod')),
  });
  Validations.of(stack).acknowledge({ id: 'Annotation::Connections-ExampleSettings', reason: 'A test.' });
  app.synth();
  const read = (file: string) => JSON.parse(readFileSync(join(app.outdir, file), 'utf8'));
  const reports: {
    conclusion: string;
    violations: { ruleName: string }[];
    suppressedViolations?: { acknowledgedAt: string; acknowledgedId: string }[];
  }[] = read('validation-report.json').pluginReports;
  expect(reports.length).toBeGreaterThanOrEqual(2);
  expect(reports.flatMap(({ violations }) => violations.map(({ ruleName }) => ruleName))).toEqual([]);
  expect(new Set(reports.map(({ conclusion }) => conclusion))).toEqual(new Set(['success']));
  const needed = reports.flatMap(({ suppressedViolations = [] }) =>
    suppressedViolations.map(({ acknowledgedAt, acknowledgedId }) => `${acknowledgedAt} ${acknowledgedId}`),
  );
  const written = Object.entries<{ type: string; data: object }[]>(read('connections-prod.metadata.json'))
    .flatMap(([path, entries]) => entries.map((entry) => ({ path: path.slice(1), ...entry })))
    .filter(({ type, path }) => type === 'aws:cdk:acknowledged-rules' && OF_REST_APIS.test(path))
    .flatMap(({ path, data }) => Object.keys(data).map((id) => `${path} ${id}`));
  expect(written.length).toBeGreaterThan(20);
  expect(needed.filter((one) => OF_REST_APIS.test(one)).sort()).toEqual(written.sort());
  rmSync(app.outdir, { recursive: true });
}, 60_000);
