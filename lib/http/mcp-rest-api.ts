/**
 * What the two REST APIs of a stage have in common: that of the proxied MCP servers, and that at which people's own MCP clients call.
 * Tokens come to both, so neither of them caches or logs what it is sent.
 */
import { Duration, Validations } from 'aws-cdk-lib';
import {
  AccessLogFormat,
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
import type { Construct } from 'constructs';
import type { Retention } from '../settings/retention.ts';

/** POST carries messages, and DELETE ends a session of an older client. A GET would open a stream: it is answered with 405. */
export const METHODS = ['POST', 'DELETE'];

/** The stage of API Gateway, and so the path of the API's root. */
export const STAGE_NAME = 'mcp';

/** Requests per second and burst, for all callers together. Each request costs invocations, and a call to an MCP server. */
const THROTTLE = { throttlingRateLimit: 50, throttlingBurstLimit: 100 };

/**
 * The fields of the access log: nothing of `$context.authorizer`, which contains tokens; no path, which names workspaces and servers;
 * no IP address and no principal.
 */
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

/** What API Gateway calls an authorizer that throws or runs out of time: AWS does not say which of the two it is. */
export const AUTHORIZER_FAILED = [
  ResponseType.AUTHORIZER_FAILURE,
  ResponseType.AUTHORIZER_CONFIGURATION_ERROR,
];

export interface McpRestApiProps extends Retention {
  readonly name: string;
  readonly description: string;
  /** Who checks the bodies of requests, since API Gateway has no model of them. */
  readonly checksOfBodies: string;
}

export function mcpRestApi(scope: Construct, props: McpRestApiProps): RestApi {
  const { name, description, checksOfBodies, logRetention: retention, removalPolicy } = props;
  const logs = new LogGroup(scope, 'AccessLogs', { retention, removalPolicy });
  const api = new RestApi(scope, 'Api', {
    restApiName: name,
    description,
    endpointTypes: [EndpointType.REGIONAL],
    // The role for API Gateway's logs is a setting of the account and not of this stack (docs/authorizer.md).
    cloudWatchRole: false,
    deployOptions: {
      stageName: STAGE_NAME,
      accessLogDestination: new LogGroupLogDestination(logs),
      accessLogFormat: AccessLogFormat.custom(JSON.stringify(ACCESS_LOG)),
      // Execution logs would contain tokens, and what tools answer.
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
  acknowledgeFindings(api, checksOfBodies);
  return api;
}

/**
 * An authorizer that decides about each request. With a cached answer the next request would get the same decision, and with it the
 * same token, at another path and after the end of the caller's token.
 */
export function uncachedAuthorizer(scope: Construct, id: string, handler: IFunction): RequestAuthorizer {
  const resultsCacheTtl = Duration.seconds(0);
  const authorizer = new RequestAuthorizer(scope, id, { handler, resultsCacheTtl, identitySources: [] });
  // CDK writes an empty list as an empty text. With an identity source, API Gateway accepts only one spelling of the header, and
  // itself answers 401 to a request without it.
  (authorizer.node.defaultChild as CfnAuthorizer).identitySource = undefined;
  return authorizer;
}

/** `name`: the function that decides. */
export function acknowledgeOwnAuthorizer(method: Method, name: string): void {
  Validations.of(method).acknowledge({
    id: 'AwsSolutions::AwsSolutions-COG4',
    reason: `The authorizer is ${name}, which verifies the tokens of the stage’s issuer.`,
  });
}

function acknowledgeFindings(api: RestApi, checksOfBodies: string): void {
  Validations.of(api).acknowledge({ id: 'AwsSolutions::AwsSolutions-APIG2', reason: checksOfBodies });
  Validations.of(api.deploymentStage).acknowledge(
    {
      id: 'AwsSolutions::AwsSolutions-APIG3',
      reason:
        'Every caller needs a token, and requests are throttled. An operator who wants a WAF attaches one.',
    },
    {
      id: 'AwsSolutions::AwsSolutions-APIG6',
      reason:
        'Execution logs would contain tokens, and what tools answer. The access log shows every request.',
    },
    {
      id: 'Serverless::Serverless-APIGWXrayEnabled',
      reason: 'X-Ray records details of calls, which can contain tokens here (T065).',
    },
  );
}
