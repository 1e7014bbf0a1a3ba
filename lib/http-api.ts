/** The HTTP API, made from the contract's one list of routes. */
import { Duration, type RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
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
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { FunctionName } from '../src/contract/environment.ts';
import { ROUTES, type Route } from '../src/contract/routes.ts';

export interface BrokerHttpApiProps {
  /** Issuer of the callers' tokens. API Gateway fetches its keys when the authorizer is made and must reach it then. */
  readonly jwtIssuer: string;
  /** Audience of the callers' tokens. */
  readonly jwtAudience: string;
  /** Origins whose pages may call the API, exact; those of its own origin always may. */
  readonly corsOrigins: string[];
  /** How long access logs are kept. */
  readonly logRetention: RetentionDays;
  /** What becomes of the access logs when the stack goes. */
  readonly removalPolicy: RemovalPolicy;
}

/** Requests a second and burst, for all callers of one route together. Beyond it API Gateway answers 429 itself. */
interface Throttle {
  rate: number;
  burst: number;
}
/** A dashboard polls; a few hundred open pages fit. */
const READING: Throttle = { rate: 100, burst: 200 };
/** People click; each request may go out to a provider. */
const CONNECTING: Throttle = { rate: 20, burst: 40 };
/** One redirect a consent. Anybody can call it (T170), and every request costs a write. */
const CALLBACK: Throttle = { rate: 20, burst: 40 };
/** Monitoring, and readers of the documentation. Anybody can call it. */
const PUBLIC: Throttle = { rate: 10, burst: 20 };

/**
 * Without `$context.path`, query string and referrer: the callback's hold `code` and `state` (T066). Without
 * `$context.integration.error`, which repeats what a function threw. Without addresses and subjects of people. The two
 * errors are API Gateway's own words.
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

export class BrokerHttpApi extends Construct {
  /** `https://…`, without a trailing slash. Functions may have it: the API itself does not depend on them. */
  readonly endpoint: string;
  /** Its host name. */
  readonly host: string;
  readonly apiId: string;
  private readonly api: HttpApi;
  private readonly authorizer: HttpJwtAuthorizer;
  private readonly props: BrokerHttpApiProps;

  constructor(scope: Construct, id: string, props: BrokerHttpApiProps) {
    super(scope, id);
    this.props = props;
    const { region, urlSuffix, stackName } = Stack.of(this);
    this.api = new HttpApi(this, 'Api', {
      apiName: stackName,
      description: 'Connections',
      // Its stage must come after the routes: see serve().
      createDefaultStage: false,
      ...(props.corsOrigins.length > 0 && {
        corsPreflight: {
          allowOrigins: props.corsOrigins,
          allowMethods: methods(),
          allowHeaders: ['authorization', 'content-type'],
          maxAge: Duration.hours(1),
        },
      }),
    });
    this.apiId = this.api.apiId;
    // Not its attribute ApiEndpoint: moto, against which deployments are tried, knows no attributes of HTTP APIs.
    this.host = `${this.api.apiId}.execute-api.${region}.${urlSuffix}`;
    this.endpoint = `https://${this.host}`;
    this.authorizer = new HttpJwtAuthorizer('Jwt', props.jwtIssuer, { jwtAudience: [props.jwtAudience] });
  }

  /** Routes every operation to its function and opens the API. */
  serve(functionOf: (name: FunctionName) => IFunction): void {
    const integrations = new Map<FunctionName, HttpLambdaIntegration>();
    const routes = ROUTES.map((route) => {
      const target = route.function;
      const integration = integrations.get(target) ?? new HttpLambdaIntegration(target, functionOf(target));
      integrations.set(target, integration);
      return this.addRoute(route, integration);
    });
    this.addStage().node.addDependency(...routes);
  }

  private addRoute(route: Route, integration: HttpLambdaIntegration): HttpRoute {
    const open = route.access === 'public';
    const made = new HttpRoute(this, route.operationId, {
      httpApi: this.api,
      routeKey: HttpRouteKey.with(route.path, route.method.toUpperCase() as HttpMethod),
      integration,
      authorizer: open ? new HttpNoneAuthorizer() : this.authorizer,
    });
    if (open)
      Validations.of(made).acknowledge({
        id: 'AwsSolutions::AwsSolutions-APIG4',
        reason: `Public by design: ${route.summary}. It gives nothing away, and its throttle is tight.`,
      });
    return made;
  }

  /** CloudFormation must make it after the routes: its settings name them, and API Gateway refuses unknown ones. */
  private addStage(): HttpStage {
    const logs = new LogGroup(this, 'AccessLogs', {
      retention: this.props.logRetention,
      removalPolicy: this.props.removalPolicy,
    });
    const stage = new HttpStage(this, 'Stage', {
      httpApi: this.api,
      autoDeploy: true,
      throttle: { rateLimit: PUBLIC.rate, burstLimit: PUBLIC.burst },
      accessLogSettings: {
        destination: new LogGroupLogDestination(logs),
        format: AccessLogFormat.custom(JSON.stringify(ACCESS_LOG)),
      },
    });
    (stage.node.defaultChild as CfnStage).routeSettings = Object.fromEntries(ROUTES.map(settingsOf));
    return stage;
  }
}

function throttleOf(route: Route): Throttle {
  if (route.function === 'oauth-callback') return CALLBACK;
  if (route.access === 'public') return PUBLIC;
  return route.function === 'connect' ? CONNECTING : READING;
}

/** Capitalised, since CDK passes this untyped property on as it is. */
function settingsOf(route: Route): [string, object] {
  const { rate, burst } = throttleOf(route);
  return [
    `${route.method.toUpperCase()} ${route.path}`,
    { ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst },
  ];
}

function methods(): CorsHttpMethod[] {
  return [...new Set(ROUTES.map((route) => route.method.toUpperCase() as CorsHttpMethod))];
}
