/**
 * How one MCP server stands behind the REST API: what it is sent, and what of its answers goes back.
 *
 * `HTTP` and not `HTTP_PROXY`: it sends on what is mapped here, while a proxy sends on all that the caller sends, and its own
 * token too when its name is spelled otherwise than a mapping's. The price is that answers are not streamed.
 */
import {
  Integration,
  IntegrationType,
  type MethodResponse,
  PassthroughBehavior,
} from 'aws-cdk-lib/aws-apigateway';
import { FORWARDED_HEADERS, placementKey } from '../src/contract/authorizer.ts';
import type { ServerRegistration } from '../src/contract/server-registration.ts';

/** A server of the stage that clients reach through the stage's REST API. */
export interface McpProxySettings {
  /** Its id in the stage's `servers`, and its path in the API. */
  readonly server: string;
  /**
   * Headers of the server's answers that go back to the client, each as the server spells it: API Gateway tells
   * `Content-Type` from `content-type`.
   * @default ['Content-Type', 'Mcp-Session-Id']
   */
  readonly answerHeaders?: string[];
  /**
   * Somebody has seen the server answer 400 to an `Mcp-Name` that is not the body's. Without it an allow-list of tools
   * means nothing, so a registration with one needs it.
   * @default false
   */
  readonly serverComparesHeadersWithBody?: boolean;
}

export interface ProxiedServer extends McpProxySettings {
  /** Its registration, with a URL. */
  readonly registration: ServerRegistration;
}

const DEFAULT_ANSWER_HEADERS = ['Content-Type', 'Mcp-Session-Id'];

/**
 * Statuses to which MCP's transport gives a meaning. All others become a 502: a redirect is not followed, and 401 would
 * tell the client that its own token is not good.
 */
const PASSED_STATUSES = ['200', '202', '204', '400', '403', '404', '405', '406', '409', '415', '429'];
const FAILED = JSON.stringify({
  status: 502,
  reason: 'server_failed',
  message: 'The MCP server refused the token or failed.',
});

export function mcpIntegration(server: ProxiedServer, httpMethod: string): Integration {
  const { registration, answerHeaders = DEFAULT_ANSWER_HEADERS } = server;
  return new Integration({
    type: IntegrationType.HTTP,
    integrationHttpMethod: httpMethod,
    uri: registration.url,
    options: {
      requestParameters: requestParameters(registration),
      passthroughBehavior: PassthroughBehavior.WHEN_NO_MATCH,
      integrationResponses: [
        ...PASSED_STATUSES.map((statusCode) => ({
          statusCode,
          selectionPattern: statusCode,
          responseParameters: perHeader(answerHeaders, (name) => `integration.response.header.${name}`),
        })),
        { statusCode: '502', responseTemplates: { 'application/json': FAILED } },
      ],
    },
  });
}

/** The method's own list of what can come back; API Gateway wants both. */
export function mcpResponses({ answerHeaders = DEFAULT_ANSWER_HEADERS }: ProxiedServer): MethodResponse[] {
  const responseParameters = perHeader(answerHeaders, () => true);
  return [
    ...PASSED_STATUSES.map((statusCode) => ({ statusCode, responseParameters })),
    { statusCode: '502' },
  ];
}

/** All that the server gets: the placements' and MCP's own headers, which the authorizer judged. */
function requestParameters({ placements }: ServerRegistration): Record<string, string> {
  const context = [
    ...Object.entries(FORWARDED_HEADERS),
    ...placements.map(({ name }, index) => [name, placementKey(index)] as const),
  ];
  return {
    'integration.request.header.Accept': "'application/json, text/event-stream'",
    'integration.request.header.Content-Type': "'application/json'",
    ...Object.fromEntries(
      context.map(([name, key]) => [`integration.request.header.${name}`, `context.authorizer.${key}`]),
    ),
  };
}

function perHeader<V>(names: readonly string[], value: (name: string) => V): Record<string, V> {
  return Object.fromEntries(names.map((name) => [`method.response.header.${name}`, value(name)]));
}
