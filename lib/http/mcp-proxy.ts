/**
 * A REST API in front of MCP servers. Its authorizer is token-authorizer (docs/authorizer.md), whose context contains the
 * provider's token. API Gateway copies the token into the request to the MCP server, and nowhere else.
 */
import {
  AuthorizationType,
  type RequestAuthorizer,
  ResponseType,
  type RestApi,
} from 'aws-cdk-lib/aws-apigateway';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { DENIAL_KEYS } from '../../src/contract/authorizer.ts';
import { deploymentName } from '../deployment-name.ts';
import type { Retention } from '../settings/retention.ts';
import { mcpIntegration, mcpResponses, type ProxiedServer } from './mcp-integration.ts';
import {
  AUTHORIZER_FAILED,
  acknowledgeOwnAuthorizer,
  METHODS,
  mcpRestApi,
  uncachedAuthorizer,
} from './mcp-rest-api.ts';

export interface McpProxyProps extends Retention {
  readonly servers: readonly ProxiedServer[];
  /** token-authorizer. */
  readonly authorizer: IFunction;
}

export class McpProxy extends Construct {
  /** `https://…/`; the id of a server follows it. */
  readonly url: string;
  private readonly api: RestApi;
  private readonly authorizer: RequestAuthorizer;

  constructor(scope: Construct, id: string, props: McpProxyProps) {
    super(scope, id);
    this.api = mcpRestApi(this, {
      ...props,
      name: `${deploymentName(this)}-mcp`,
      description: 'Connections: MCP servers, with the injector as authorizer',
      checksOfBodies:
        'Only what is mapped is sent to the server. The authorizer checks the headers, and the MCP server checks the body.',
    });
    this.authorizer = uncachedAuthorizer(this, 'Authorizer', props.authorizer);
    for (const server of props.servers) this.proxy(server);
    this.answerRefusals();
    this.url = this.api.url;
  }

  private proxy(server: ProxiedServer): void {
    const resource = this.api.root.addResource(server.registration.id);
    for (const httpMethod of METHODS) {
      const method = resource.addMethod(httpMethod, mcpIntegration(server, httpMethod), {
        authorizer: this.authorizer,
        authorizationType: AuthorizationType.CUSTOM,
        methodResponses: mcpResponses(server),
      });
      acknowledgeOwnAuthorizer(method, 'token-authorizer');
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
    for (const type of AUTHORIZER_FAILED)
      this.api.addGatewayResponse(`Failed-${type.responseType}`, {
        type,
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
}

function problem(status: number, reason: string, message: string): Record<string, string> {
  return { 'application/json': JSON.stringify({ status, reason, message }) };
}
