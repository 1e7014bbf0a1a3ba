/** The HTTP API, created from the contract's list of routes. */
import { Duration, Stack, Validations } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  type CfnStage,
  type CorsHttpMethod,
  HttpApi,
  type HttpMethod,
  HttpNoneAuthorizer,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { FunctionName } from '../../src/contract/environment.ts';
import { ROUTES, type Route } from '../../src/contract/routes.ts';
import { deploymentName } from '../deployment-name.ts';
import type { Retention } from '../settings/retention.ts';
import { DEFAULT_THROTTLES, type ThrottleSettings, throttleOf } from '../settings/throttle-settings.ts';
import { countRefusals } from './http-alarms.ts';

export interface BrokerHttpApiProps extends Retention {
  /** The stage's name, for the metric of refused requests. */
  readonly stage: string;
  /** Exact origins whose pages may call the API. Pages of the API's own origin always may. */
  readonly corsOrigins: string[];
  /** What API Gateway lets through to each kind of route. */
  readonly throttle: ThrottleSettings;
}

/**
 * The fields of the access log. It has no path, query string or referrer, which contain `code` and `state` at the callback
 * (T066); no `$context.integration.error`, which repeats what a function threw; no IP addresses and no subjects of people. The
 * two errors in it are texts of API Gateway.
 */
const ACCESS_LOG = {
  requestId: '$context.requestId',
  time: '$context.requestTime',
  route: '$context.routeKey',
  status: '$context.status',
  error: '$context.error.responseType',
  authorizerError: '$context.authorizer.error',
  integrationStatus: '$context.integration.status',
  latency: '$context.responseLatency',
};

export interface Callers {
  /** Issuer of the callers' tokens. API Gateway must be able to fetch its keys when the authorizer is created. */
  readonly issuer: string;
  /** Audience of the callers' tokens. API Gateway compares it with `client_id` where a token has no `aud`. */
  readonly audience: string;
}

export class BrokerHttpApi extends Construct {
  /** `https://…`, without a trailing slash. Functions can use it, because the API does not depend on them before serve(). */
  readonly endpoint: string;
  /** The host name of the endpoint. */
  readonly host: string;
  readonly apiId: string;
  private readonly api: HttpApi;
  private readonly props: BrokerHttpApiProps;

  constructor(scope: Construct, id: string, props: BrokerHttpApiProps) {
    super(scope, id);
    this.props = props;
    const { region, urlSuffix } = Stack.of(this);
    this.api = new HttpApi(this, 'Api', {
      apiName: deploymentName(this),
      description: 'Connections',
      // The stage must be created after the routes; addStage() says why.
      createDefaultStage: false,
      ...(props.corsOrigins.length > 0 && {
        corsPreflight: {
          allowOrigins: props.corsOrigins,
          allowMethods: methods(),
          allowHeaders: ['authorization', 'content-type'],
          // Where the next part of an export is.
          exposeHeaders: ['link'],
          maxAge: Duration.hours(1),
        },
      }),
    });
    this.apiId = this.api.apiId;
    // Not the attribute ApiEndpoint: moto, in which deployments are tested, has no attributes of HTTP APIs.
    this.host = `${this.api.apiId}.execute-api.${region}.${urlSuffix}`;
    this.endpoint = `https://${this.host}`;
  }

  /** Creates the route of every operation, to its function, and then the stage, which makes the API reachable. */
  serve({ issuer, audience }: Callers, functionOf: (name: FunctionName) => IFunction): void {
    const authorizer = new HttpJwtAuthorizer('Jwt', issuer, { jwtAudience: [audience] });
    const integrations = new Map<FunctionName, HttpLambdaIntegration>();
    const routes = ROUTES.map((route) => {
      const target = route.function;
      const integration = integrations.get(target) ?? new HttpLambdaIntegration(target, functionOf(target));
      integrations.set(target, integration);
      return this.addRoute(route, { integration, authorizer });
    });
    this.addStage().node.addDependency(...routes);
  }

  private addRoute(
    route: Route,
    { integration, authorizer }: { integration: HttpLambdaIntegration; authorizer: HttpJwtAuthorizer },
  ): HttpRoute {
    const open = route.access === 'public';
    const made = new HttpRoute(this, route.operationId, {
      httpApi: this.api,
      routeKey: HttpRouteKey.with(route.path, route.method.toUpperCase() as HttpMethod),
      integration,
      authorizer: open ? new HttpNoneAuthorizer() : authorizer,
    });
    if (open)
      Validations.of(made).acknowledge({
        id: 'AwsSolutions::AwsSolutions-APIG4',
        reason: `Public by design: ${route.summary}. It returns nothing secret, and its throttle is its own.`,
      });
    return made;
  }

  /** CloudFormation must create the stage after the routes: its settings name routes, and API Gateway refuses unknown ones. */
  private addStage(): HttpStage {
    const logs = new LogGroup(this, 'AccessLogs', {
      retention: this.props.logRetention,
      removalPolicy: this.props.removalPolicy,
    });
    countRefusals(logs, this.props.stage);
    const { throttle } = this.props;
    const unset = throttle.public ?? DEFAULT_THROTTLES.public;
    const stage = new HttpStage(this, 'Stage', {
      httpApi: this.api,
      autoDeploy: true,
      // Of a route that somebody adds without settings.
      throttle: { rateLimit: unset.rate, burstLimit: unset.burst },
      accessLogSettings: {
        destination: new LogGroupLogDestination(logs),
        format: AccessLogFormat.custom(JSON.stringify(ACCESS_LOG)),
      },
    });
    (stage.node.defaultChild as CfnStage).routeSettings = Object.fromEntries(
      ROUTES.map((route) => settingsOf(route, throttle)),
    );
    return stage;
  }
}

/** The names are capitalised, because CDK passes this untyped property on unchanged. */
function settingsOf(route: Route, throttle: ThrottleSettings): [string, object] {
  const { rate, burst } = throttleOf(route, throttle);
  return [
    `${route.method.toUpperCase()} ${route.path}`,
    { ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst },
  ];
}

function methods(): CorsHttpMethod[] {
  return [...new Set(ROUTES.map((route) => route.method.toUpperCase() as CorsHttpMethod))];
}
