/**
 * The REST API at which people's own MCP clients call. Of API Gateway's kinds only a REST API streams answers. Its authorizer,
 * mcp-sign-in, decides for each request; its function, mcp-endpoint, answers.
 */
import { Duration, Stack, Validations } from 'aws-cdk-lib';
import {
  AuthorizationType,
  type IResource,
  LambdaIntegration,
  type Method,
  type RequestAuthorizer,
  ResponseTransferMode,
  type RestApi,
} from 'aws-cdk-lib/aws-apigateway';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { deploymentName } from '../deployment-name.ts';
import type { Retention } from '../settings/retention.ts';
import { answerItself, NOT_ALLOWED, notAllowed } from './mcp-endpoint-answers.ts';
import {
  acknowledgeOwnAuthorizer,
  METHODS,
  mcpRestApi,
  STAGE_NAME,
  uncachedAuthorizer,
} from './mcp-rest-api.ts';

/**
 * API Gateway keeps a stream open for 15 minutes, and ends a silent one after 5 (API Gateway guide, "Stream the integration
 * response for your proxy integrations").
 */
const TIMEOUT = Duration.minutes(5);

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
    this.api = mcpRestApi(this, {
      ...retention,
      name: `${deploymentName(this)}-mcp-endpoint`,
      description: 'Connections: the address for MCP clients of people',
      checksOfBodies: 'The function checks each request: a message of MCP is no model of API Gateway’s.',
    });
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
    const authorizer = uncachedAuthorizer(this, 'SignIn', signIn);
    for (const resource of placesBelow(this.api.root)) this.serveMcp(resource, { integration, authorizer });
    const metadata = this.api.root.addResource('.well-known').addResource('oauth-protected-resource');
    for (const resource of placesBelow(metadata)) acknowledgePublic(resource.addMethod('GET', integration));
    answerItself(this.api);
  }

  /** Other methods get 405 from API Gateway itself: a GET would open a stream, and nothing is told in it. */
  private serveMcp(
    resource: IResource,
    { integration, authorizer }: { integration: LambdaIntegration; authorizer: RequestAuthorizer },
  ): void {
    const guarded = { authorizer, authorizationType: AuthorizationType.CUSTOM };
    const methods = METHODS.map((method) => resource.addMethod(method, integration, guarded));
    const others = resource.addMethod('ANY', notAllowed(), { ...guarded, ...NOT_ALLOWED });
    for (const method of [...methods, others]) acknowledgeOwnAuthorizer(method, 'mcp-sign-in');
  }
}

/** The resource itself, that of a workspace below it, and that of a server of the workspace. */
function placesBelow(root: IResource): IResource[] {
  const workspace = root.addResource('{workspace}');
  return [root, workspace, workspace.addResource('{server}')];
}

function acknowledgePublic(method: Method): void {
  const reason =
    'Public by design (RFC 9728): clients read it before they have a token, and it says where to sign in.';
  Validations.of(method).acknowledge(
    { id: 'AwsSolutions::AwsSolutions-APIG4', reason },
    { id: 'AwsSolutions::AwsSolutions-COG4', reason },
  );
}
