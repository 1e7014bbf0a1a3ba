/**
 * The integration of one MCP server: what the REST API sends to the server, and what of the server's answers it returns.
 *
 * The type is `HTTP`, which sends only what is mapped here. `HTTP_PROXY` would send everything that the caller sends, also the
 * caller's own token when the spelling of its header differs from a mapping's. The price is that answers are not streamed.
 */
import {
  Integration,
  IntegrationType,
  type MethodResponse,
  PassthroughBehavior,
} from 'aws-cdk-lib/aws-apigateway';
import { FORWARDED_HEADERS, placementKey } from '../../src/contract/authorizer.ts';
import type { ServerRegistration } from '../../src/contract/servers/server-registration.ts';
import type { McpProxySettings } from '../settings/mcp-proxy-settings.ts';

export interface ProxiedServer extends McpProxySettings {
  /** The server's registration, which has a URL. */
  readonly registration: ServerRegistration;
}

const DEFAULT_ANSWER_HEADERS = ['Content-Type', 'Mcp-Session-Id'];

/**
 * The statuses that have a meaning in MCP's transport. Every other status becomes 502: redirects are not followed, and with a
 * 401 the client would think that its own token is invalid.
 */
const PASSED_STATUSES = ['200', '202', '204', '400', '403', '404', '405', '406', '409', '415', '429'];
const FAILED = JSON.stringify({
  status: 502,
  reason: 'server_failed',
  message: 'The MCP server refused the token or failed.',
});

/** The integration for one HTTP method. */
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

/** The statuses and headers that a method can return. API Gateway requires this list beside the integration's. */
export function mcpResponses({ answerHeaders = DEFAULT_ANSWER_HEADERS }: ProxiedServer): MethodResponse[] {
  const responseParameters = perHeader(answerHeaders, () => true);
  return [
    ...PASSED_STATUSES.map((statusCode) => ({ statusCode, responseParameters })),
    { statusCode: '502' },
  ];
}

/** All headers that the server gets: those of the token's placements and MCP's own, which the authorizer has checked. */
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
