/**
 * The HTTP API in the template. No API Gateway runs in this test.
 * Covers lib/http/http-api.ts, lib/settings/throttle-settings.ts.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { ROUTES, type Route } from '../../src/contract/routes.ts';
import {
  onlyResource,
  resourcesOf,
  type StageTemplate,
  settingsOf,
  stageTemplate,
} from './stage-template.ts';
import { byPath, routesOf } from './template-routes.ts';

let template: StageTemplate;
beforeAll(() => {
  template = stageTemplate(settingsOf('prod'));
});
const stage = () => onlyResource(template, 'AWS::ApiGatewayV2::Stage')[1];

describe('routes', () => {
  it('are those of the contract, each with its function and its authorizer', () => {
    const contract = (ROUTES as readonly Route[]).map((route) => ({
      method: route.method,
      path: route.path,
      function: route.function,
      jwt: route.access !== 'public',
    }));
    expect(routesOf(template)).toEqual(contract.sort(byPath));
  });

  it('T053 are open to the public in exactly these cases', () => {
    const open = routesOf(template).filter(({ jwt }) => !jwt);
    expect(open.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'get /healthz',
      'get /oauth/callback/{provider}/{app}',
      'get /oauth/clients/{document}',
      'get /openapi.json',
    ]);
  });

  it('T053 that lose their authorizer are noticed', () => {
    const copy = structuredClone(template);
    const found = resourcesOf(copy, 'AWS::ApiGatewayV2::Route').find(
      ([, { Properties }]) => Properties.RouteKey === 'DELETE /v1/workspaces/{ws}',
    );
    if (found) found[1].Properties.AuthorizationType = 'NONE';
    expect(routesOf(copy)).not.toEqual(routesOf(template));
    if (found) found[1].Properties.AuthorizationType = 'AWS_IAM';
    expect(() => routesOf(copy)).toThrow(/not the API's own/);
  });

  it('have no catch-all beside them', () => {
    const keys = resourcesOf(template, 'AWS::ApiGatewayV2::Route').map(
      ([, { Properties }]) => Properties.RouteKey,
    );
    expect(keys.filter((key) => /\$default|ANY|\+\}/.test(key))).toEqual([]);
  });
});

describe('the authorizer', () => {
  it('takes the stage’s issuer and audience, from the Authorization header alone', () => {
    const [, { Properties }] = onlyResource(template, 'AWS::ApiGatewayV2::Authorizer');
    expect(Properties).toMatchObject({
      AuthorizerType: 'JWT',
      IdentitySource: ['$request.header.Authorization'],
      JwtConfiguration: {
        Issuer: settingsOf('prod').jwt.issuer,
        Audience: [settingsOf('prod').jwt.audience],
      },
    });
  });
});

describe('the access log', () => {
  it('T066 has exactly these fields, so no path, no query string and no address', () => {
    const { Format, DestinationArn } = stage().Properties.AccessLogSettings;
    expect(JSON.parse(Format)).toEqual({
      requestId: '$context.requestId',
      time: '$context.requestTime',
      route: '$context.routeKey',
      status: '$context.status',
      error: '$context.error.responseType',
      authorizerError: '$context.authorizer.error',
      integrationStatus: '$context.integration.status',
      latency: '$context.responseLatency',
    });
    expect(template.resources[DestinationArn['Fn::GetAtt'][0]]?.Type).toBe('AWS::Logs::LogGroup');
  });
});

describe('T178 CORS', () => {
  it('names the dashboard’s origins, without wildcard and without credentials', () => {
    const [, { Properties }] = onlyResource(template, 'AWS::ApiGatewayV2::Api');
    expect(Properties.CorsConfiguration).toEqual({
      AllowOrigins: ['https://connections.acme.internal'],
      AllowMethods: ['GET', 'POST', 'PUT', 'DELETE'],
      AllowHeaders: ['authorization', 'content-type'],
      ExposeHeaders: ['link'],
      MaxAge: 3600,
    });
  });
});

describe('T170 throttling', () => {
  const settings = () => stage().Properties.RouteSettings;

  it('is set for every route, under the capitalised names that CloudFormation passes on', () => {
    const keys = ROUTES.map((route) => `${route.method.toUpperCase()} ${route.path}`);
    expect(Object.keys(settings()).sort()).toEqual(keys.sort());
    for (const setting of Object.values(settings()))
      expect(Object.keys(setting as object).sort()).toEqual(['ThrottlingBurstLimit', 'ThrottlingRateLimit']);
  });

  const limits = (rate: number, burst: number) => ({
    ThrottlingRateLimit: rate,
    ThrottlingBurstLimit: burst,
  });

  it('is tighter for what anybody can call, and for whatever route is added without settings', () => {
    expect(settings()['GET /oauth/callback/{provider}/{app}']).toEqual(limits(200, 400));
    expect(settings()['GET /healthz']).toEqual(limits(100, 200));
    expect(stage().Properties.DefaultRouteSettings).toEqual(settings()['GET /healthz']);
  });

  it('T171 is far above what quotas allow a person, for all that needs a token', () => {
    const signedIn = (ROUTES as readonly Route[]).filter(({ access }) => access !== 'public');
    for (const route of signedIn.filter(({ quota }) => quota !== 'injected'))
      expect(settings()[`${route.method.toUpperCase()} ${route.path}`]).toEqual(
        route.reads === 'records' ? limits(200, 400) : limits(230, 1_000),
      );
    expect(settings()['GET /v1/workspaces/{ws}/call-counts']).toEqual(limits(200, 400));
  });

  it('T240 is low for trials of servers, which no quota counts', () => {
    const routes = (ROUTES as readonly Route[]).filter(({ quota }) => quota === 'injected');
    expect(routes).toHaveLength(2);
    for (const { path } of routes) expect(settings()[`POST ${path}`]).toEqual(limits(2, 10));
  });

  it('is a setting of the stage', () => {
    const apiThrottle = {
      signedIn: { rate: 600, burst: 700 },
      records: { rate: 110, burst: 120 },
      public: { rate: 5, burst: 6 },
    };
    const own = stageTemplate({ ...settingsOf('prod'), apiThrottle });
    const { RouteSettings, DefaultRouteSettings } = onlyResource(own, 'AWS::ApiGatewayV2::Stage')[1]
      .Properties;
    expect(RouteSettings['DELETE /v1/workspaces/{ws}']).toEqual(limits(600, 700));
    expect(RouteSettings['GET /v1/workspaces/{ws}/calls.csv']).toEqual(limits(110, 120));
    expect(RouteSettings['GET /openapi.json']).toEqual(limits(5, 6));
    expect(RouteSettings['GET /oauth/callback/{provider}/{app}']).toEqual(limits(200, 400));
    expect(DefaultRouteSettings).toEqual(limits(5, 6));
  });

  it('comes after the routes, or API Gateway would not know them', () => {
    const routes = resourcesOf(template, 'AWS::ApiGatewayV2::Route').map(([id]) => id);
    expect(stage().DependsOn).toEqual(expect.arrayContaining(routes));
  });
});
