/**
 * A REST API in front of MCP servers. Its authorizer is token-authorizer (docs/authorizer.md), whose context contains the
 * provider's token. API Gateway copies the token into the request to the MCP server, and nowhere else.
 */
import { Duration, Validations } from 'aws-cdk-lib';
import {
  AccessLogFormat,
  AuthorizationType,
  type CfnAuthorizer,
  type CfnRestApi,
  EndpointType,
  LogGroupLogDestination,
  type Method,
  MethodLoggingLevel,
  RequestAuthorizer,
  ResponseType,
  RestApi,
} from 'aws-cdk-lib/aws-apigateway';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { DENIAL_KEYS } from '../../src/contract/authorizer.ts';
import { deploymentName } from '../deployment-name.ts';
import type { Retention } from '../settings/retention.ts';
import { mcpIntegration, mcpResponses, type ProxiedServer } from './mcp-integration.ts';

export interface McpProxyProps extends Retention {
  readonly servers: readonly ProxiedServer[];
  /** token-authorizer. */
  readonly authorizer: IFunction;
}

/** POST carries messages, and DELETE ends a session of an older client. A GET would open a stream: it is answered with 405. */
const METHODS = ['POST', 'DELETE'];

/** Requests per second and burst, for all callers together. Each request costs an invocation and a call to an MCP server. */
const THROTTLE = { throttlingRateLimit: 50, throttlingBurstLimit: 100 };

/** The fields of the access log: nothing of `$context.authorizer`, which contains tokens; no full path, IP address or principal. */
const ACCESS_LOG = {
  requestId: '$context.requestId',
  time: '$context.requestTime',
  method: '$context.httpMethod',
  resource: '$context.resourcePath',
  status: '$context.status',
  error: '$context.error.responseType',
  authorizeStatus: '$context.authorize.status',
  integrationStatus: '$context.integration.status',
  latency: '$context.responseLatency',
};

export class McpProxy extends Construct {
  /** `https://…/`; the id of a server follows it. */
  readonly url: string;
  private readonly api: RestApi;
  private readonly authorizer: RequestAuthorizer;

  constructor(scope: Construct, id: string, props: McpProxyProps) {
    super(scope, id);
    this.api = this.createApi(props);
    this.authorizer = this.createAuthorizer(props.authorizer);
    for (const server of props.servers) this.proxy(server);
    this.answerRefusals();
    this.acknowledgeFindings();
    this.url = this.api.url;
  }

  private createApi({ logRetention: retention, removalPolicy }: McpProxyProps): RestApi {
    const logs = new LogGroup(this, 'AccessLogs', { retention, removalPolicy });
    const api = new RestApi(this, 'Api', {
      restApiName: `${deploymentName(this)}-mcp`,
      description: 'Connections: MCP servers, with the injector as authorizer',
      endpointTypes: [EndpointType.REGIONAL],
      // The role for API Gateway's logs is a setting of the account and not of this stack (docs/authorizer.md).
      cloudWatchRole: false,
      deployOptions: {
        stageName: 'mcp',
        accessLogDestination: new LogGroupLogDestination(logs),
        accessLogFormat: AccessLogFormat.custom(JSON.stringify(ACCESS_LOG)),
        // Execution logs would contain the authorizer's answers, and so tokens.
        loggingLevel: MethodLoggingLevel.OFF,
        dataTraceEnabled: false,
        tracingEnabled: false,
        cachingEnabled: false,
        ...THROTTLE,
      },
    });
    // The default of a regional API accepts TLS 1.0.
    const resource = api.node.defaultChild as CfnRestApi;
    resource.securityPolicy = 'SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09';
    resource.endpointAccessMode = 'STRICT';
    // The stack has its own output with the URL.
    api.node.tryRemoveChild('Endpoint');
    return api;
  }

  private createAuthorizer(handler: IFunction): RequestAuthorizer {
    const authorizer = new RequestAuthorizer(this, 'Authorizer', {
      handler,
      // With a cached answer the next request would get the same token.
      resultsCacheTtl: Duration.seconds(0),
      identitySources: [],
    });
    // CDK writes an empty list as an empty text. With an identity source, API Gateway accepts only one spelling of the header.
    (authorizer.node.defaultChild as CfnAuthorizer).identitySource = undefined;
    return authorizer;
  }

  private proxy(server: ProxiedServer): void {
    const resource = this.api.root.addResource(server.registration.id);
    for (const httpMethod of METHODS) {
      const method = resource.addMethod(httpMethod, mcpIntegration(server, httpMethod), {
        authorizer: this.authorizer,
        authorizationType: AuthorizationType.CUSTOM,
        methodResponses: mcpResponses(server),
      });
      acknowledgeOwnAuthorizer(method);
    }
  }

  /** API Gateway fills these templates without escaping. The authorizer's values contain nothing that needs escaping. */
  private answerRefusals(): void {
    const noStore = { 'Cache-Control': "'no-store'" };
    const refusal = DENIAL_KEYS.map((key) => `"${key}":"$context.authorizer.${key}"`).join(',');
    this.api.addGatewayResponse('Denied', {
      type: ResponseType.ACCESS_DENIED,
      statusCode: '403',
      responseHeaders: noStore,
      templates: { 'application/json': `{"status":403,${refusal}}` },
    });
    this.api.addGatewayResponse('Unauthorized', {
      type: ResponseType.UNAUTHORIZED,
      statusCode: '401',
      // RFC 6750 section 3.
      responseHeaders: { ...noStore, 'WWW-Authenticate': "'Bearer'" },
      templates: problem(401, 'unauthorized', 'A good caller token is needed.'),
    });
    this.api.addGatewayResponse('AuthorizerFailed', {
      type: ResponseType.AUTHORIZER_FAILURE,
      statusCode: '503',
      responseHeaders: noStore,
      templates: problem(503, 'temporarily_unavailable', 'No usable token can be had right now.'),
    });
    // API Gateway uses this type when the method or the resource does not exist.
    this.api.addGatewayResponse('NotServed', {
      type: ResponseType.MISSING_AUTHENTICATION_TOKEN,
      statusCode: '405',
      responseHeaders: { Allow: `'${METHODS.join(', ')}'` },
      templates: problem(405, 'not_served', 'POST to the path of an MCP server.'),
    });
  }

  private acknowledgeFindings(): void {
    Validations.of(this.api).acknowledge({
      id: 'AwsSolutions::AwsSolutions-APIG2',
      reason:
        'Only what is mapped is sent to the server. The authorizer checks the headers, and the MCP server checks the body.',
    });
    Validations.of(this.api.deploymentStage).acknowledge(
      {
        id: 'AwsSolutions::AwsSolutions-APIG3',
        reason:
          'Every caller needs a token, and requests are throttled. An operator who wants a WAF attaches one.',
      },
      {
        id: 'AwsSolutions::AwsSolutions-APIG6',
        reason:
          'Execution logs would contain the authorizer’s answers, and so tokens. The access log shows every request.',
      },
      {
        id: 'Serverless::Serverless-APIGWXrayEnabled',
        reason: 'X-Ray records details of calls, which can contain tokens here (T065).',
      },
    );
  }
}

function problem(status: number, reason: string, message: string): Record<string, string> {
  return { 'application/json': JSON.stringify({ status, reason, message }) };
}

function acknowledgeOwnAuthorizer(method: Method): void {
  Validations.of(method).acknowledge({
    id: 'AwsSolutions::AwsSolutions-COG4',
    reason: 'The authorizer is token-authorizer, which verifies the tokens of the stage’s issuer.',
  });
}
