/**
 * A REST API in front of MCP servers, whose authorizer is the injector (docs/authorizer.md). The provider's token goes from
 * the authorizer's context into the request to the server, and nowhere else.
 */
import { Duration, type RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
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
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { DENIAL_KEYS } from '../src/contract/authorizer.ts';
import type { BrokerFunction } from './function.ts';
import { mcpIntegration, mcpResponses, type ProxiedServer } from './mcp-integration.ts';

export interface McpProxyProps {
  readonly servers: readonly ProxiedServer[];
  /** token-authorizer. */
  readonly authorizer: BrokerFunction;
  /** How long access logs are kept. */
  readonly logRetention: RetentionDays;
  /** What becomes of the access logs when the stack goes. */
  readonly removalPolicy: RemovalPolicy;
}

/** POST carries messages, DELETE ends an older client's session. A GET would be a stream, which 405 says there is not. */
const METHODS = ['POST', 'DELETE'];

/** Requests a second and burst, for all callers together: each costs an authorizer's run and a call to a provider. */
const THROTTLE = { throttlingRateLimit: 50, throttlingBurstLimit: 100 };

/** Nothing of `$context.authorizer`, which holds tokens; no path beyond the resource, no address, no principal. */
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
  /** `https://…/`, to which a server's id is added. */
  readonly url: string;
  private readonly api: RestApi;
  private readonly authorizer: RequestAuthorizer;

  constructor(scope: Construct, id: string, props: McpProxyProps) {
    super(scope, id);
    this.api = this.makeApi(props);
    this.authorizer = this.makeAuthorizer(props.authorizer);
    for (const server of props.servers) this.proxy(server);
    this.answerRefusals();
    this.acknowledgeFindings();
    this.url = this.api.url;
  }

  private makeApi({ logRetention: retention, removalPolicy }: McpProxyProps): RestApi {
    const logs = new LogGroup(this, 'AccessLogs', { retention, removalPolicy });
    const api = new RestApi(this, 'Api', {
      restApiName: `${Stack.of(this).stackName}-mcp`,
      description: 'Connections: MCP servers, with the injector as authorizer',
      endpointTypes: [EndpointType.REGIONAL],
      // The account's role for API Gateway's logs belongs to the account and not to this stack: docs/authorizer.md.
      cloudWatchRole: false,
      deployOptions: {
        stageName: 'mcp',
        accessLogDestination: new LogGroupLogDestination(logs),
        accessLogFormat: AccessLogFormat.custom(JSON.stringify(ACCESS_LOG)),
        // Execution logs would hold the authorizer's answers.
        loggingLevel: MethodLoggingLevel.OFF,
        dataTraceEnabled: false,
        tracingEnabled: false,
        cachingEnabled: false,
        ...THROTTLE,
      },
    });
    // The default of a regional API lets TLS 1.0 in.
    const resource = api.node.defaultChild as CfnRestApi;
    resource.securityPolicy = 'SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09';
    resource.endpointAccessMode = 'STRICT';
    // The stack has an output of its own.
    api.node.tryRemoveChild('Endpoint');
    return api;
  }

  private makeAuthorizer({ function: handler }: BrokerFunction): RequestAuthorizer {
    const authorizer = new RequestAuthorizer(this, 'Authorizer', {
      handler,
      // A kept answer would hand the same token to the next call.
      resultsCacheTtl: Duration.seconds(0),
      identitySources: [],
    });
    // CDK writes none as an empty text. With one, API Gateway would look for it in one spelling only.
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

  /** Templates of gateway responses are filled in without escaping; the authorizer sends nothing that would need it. */
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
    // API Gateway's name for "no such method or resource".
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
        'What is not mapped is not sent on, the authorizer judges the headers, and the MCP server the body.',
    });
    Validations.of(this.api.deploymentStage).acknowledge(
      {
        id: 'AwsSolutions::AwsSolutions-APIG3',
        reason:
          'Callers are strangers without a token, and throttled; whoever wants a WAF attaches their own.',
      },
      {
        id: 'AwsSolutions::AwsSolutions-APIG6',
        reason: 'Execution logs hold what the authorizer answers: tokens. The access log says what happened.',
      },
      {
        id: 'Serverless::Serverless-APIGWXrayEnabled',
        reason: 'X-Ray keeps what calls hold, and here those can hold tokens (T065).',
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
    reason: 'Its authorizer is the injector, which verifies the tokens of the stage’s own issuer.',
  });
}
