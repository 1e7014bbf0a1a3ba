/**
 * The REST API at which people's own MCP clients call. Of API Gateway's kinds only a REST API streams answers. Its authorizer,
 * mcp-sign-in, decides for each request; its function, mcp-endpoint, answers.
 */
import { Duration, Stack, Validations } from 'aws-cdk-lib';
import {
  AccessLogFormat,
  AuthorizationType,
  type CfnAuthorizer,
  type CfnRestApi,
  EndpointType,
  type IResource,
  LambdaIntegration,
  LogGroupLogDestination,
  type Method,
  MethodLoggingLevel,
  RequestAuthorizer,
  ResponseTransferMode,
  RestApi,
} from 'aws-cdk-lib/aws-apigateway';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { deploymentName } from '../deployment-name.ts';
import type { Retention } from '../settings/retention.ts';
import { answerItself, METHODS, NOT_ALLOWED, notAllowed } from './mcp-endpoint-answers.ts';

/** The stage of API Gateway, and so the path of the address. */
const STAGE_NAME = 'mcp';

/** Requests per second and burst, for all callers together. Each costs two invocations, and calls to MCP servers. */
const THROTTLE = { throttlingRateLimit: 50, throttlingBurstLimit: 100 };

/**
 * API Gateway keeps a stream open for 15 minutes, and ends a silent one after 5 (API Gateway guide, "Stream the integration
 * response for your proxy integrations").
 */
const TIMEOUT = Duration.minutes(5);

/** The fields of the access log: nothing of `$context.authorizer`, no path, which names workspaces and servers, and no IP address. */
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

export interface McpEndpointFunctions {
  /** mcp-endpoint. */
  readonly endpoint: IFunction;
  /** mcp-sign-in. */
  readonly signIn: IFunction;
}

export class McpEndpoint extends Construct {
  /** `https://…/mcp`. Functions can use it, because the API does not depend on them before serve(). */
  readonly address: string;
  private readonly api: RestApi;

  constructor(scope: Construct, id: string, retention: Retention) {
    super(scope, id);
    this.api = this.createApi(retention);
    const { region, urlSuffix } = Stack.of(this);
    // Not the API's own `url`: that one names the stage, which exists only after the methods.
    this.address = `https://${this.api.restApiId}.execute-api.${region}.${urlSuffix}/${STAGE_NAME}`;
  }

  /**
   * Creates the addresses `/`, `/{workspace}` and `/{workspace}/{server}`, and the metadata of each (RFC 9728), which is public. API
   * Gateway cannot serve `/.well-known` of its origin, so the metadata is below the address, where the challenge names it.
   */
  serve({ endpoint, signIn }: McpEndpointFunctions): void {
    const integration = new LambdaIntegration(endpoint, {
      responseTransferMode: ResponseTransferMode.STREAM,
      timeout: TIMEOUT,
      allowTestInvoke: false,
    });
    const authorizer = this.createAuthorizer(signIn);
    for (const resource of placesBelow(this.api.root)) this.serveMcp(resource, { integration, authorizer });
    const metadata = this.api.root.addResource('.well-known').addResource('oauth-protected-resource');
    for (const resource of placesBelow(metadata)) acknowledgePublic(resource.addMethod('GET', integration));
    answerItself(this.api);
    this.acknowledgeFindings();
  }

  /** Other methods get 405 from API Gateway itself: a GET would open a stream, and nothing is told in it. */
  private serveMcp(
    resource: IResource,
    { integration, authorizer }: { integration: LambdaIntegration; authorizer: RequestAuthorizer },
  ): void {
    const guarded = { authorizer, authorizationType: AuthorizationType.CUSTOM };
    for (const method of METHODS) acknowledgeOwnAuthorizer(resource.addMethod(method, integration, guarded));
    acknowledgeOwnAuthorizer(resource.addMethod('ANY', notAllowed(), { ...guarded, ...NOT_ALLOWED }));
  }

  private createApi({ logRetention: retention, removalPolicy }: Retention): RestApi {
    const logs = new LogGroup(this, 'AccessLogs', { retention, removalPolicy });
    const api = new RestApi(this, 'Api', {
      restApiName: `${deploymentName(this)}-mcp-endpoint`,
      description: 'Connections: the address for MCP clients of people',
      endpointTypes: [EndpointType.REGIONAL],
      // The role for API Gateway's logs is a setting of the account and not of this stack.
      cloudWatchRole: false,
      deployOptions: {
        stageName: STAGE_NAME,
        accessLogDestination: new LogGroupLogDestination(logs),
        accessLogFormat: AccessLogFormat.custom(JSON.stringify(ACCESS_LOG)),
        // Execution logs would contain the tokens of callers and what tools answer.
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
    // The stack has its own output with the address.
    api.node.tryRemoveChild('Endpoint');
    return api;
  }

  private createAuthorizer(handler: IFunction): RequestAuthorizer {
    const authorizer = new RequestAuthorizer(this, 'SignIn', {
      handler,
      // A cached answer would be good at other paths than the one whose audience was verified, and after the token's end.
      resultsCacheTtl: Duration.seconds(0),
      identitySources: [],
    });
    // CDK writes an empty list as an empty text. With an identity source, API Gateway itself answers 401 to a request without it,
    // and that answer cannot name the metadata of the path.
    (authorizer.node.defaultChild as CfnAuthorizer).identitySource = undefined;
    return authorizer;
  }

  private acknowledgeFindings(): void {
    Validations.of(this.api).acknowledge({
      id: 'AwsSolutions::AwsSolutions-APIG2',
      reason: 'The function checks each request: a message of MCP is no model of API Gateway’s.',
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
          'Execution logs would contain tokens and what tools answer. The access log shows every request.',
      },
      {
        id: 'Serverless::Serverless-APIGWXrayEnabled',
        reason: 'X-Ray records details of calls, which can contain tokens here (T065).',
      },
    );
  }
}

/** The resource itself, that of a workspace below it, and that of a server of the workspace. */
function placesBelow(root: IResource): IResource[] {
  const workspace = root.addResource('{workspace}');
  return [root, workspace, workspace.addResource('{server}')];
}

function acknowledgeOwnAuthorizer(method: Method): void {
  Validations.of(method).acknowledge({
    id: 'AwsSolutions::AwsSolutions-COG4',
    reason: 'The authorizer is mcp-sign-in, which verifies the tokens of the stage’s issuer.',
  });
}

function acknowledgePublic(method: Method): void {
  const reason =
    'Public by design (RFC 9728): clients read it before they have a token, and it says where to sign in.';
  Validations.of(method).acknowledge(
    { id: 'AwsSolutions::AwsSolutions-APIG4', reason },
    { id: 'AwsSolutions::AwsSolutions-COG4', reason },
  );
}
