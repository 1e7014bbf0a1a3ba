/** The injection that a request to a proxied MCP server asks for. An authorizer sees only path and headers. */
import { FORWARDED_HEADERS, WORKSPACE_HEADER } from '../../contract/authorizer.ts';
import type { InjectionRequest } from '../../contract/injection-messages.ts';
import type { ServerRegistration } from '../../contract/servers/server-registration.ts';
import type { Caller } from '../caller.ts';
import type { Ports } from '../ports.ts';
import type { Denial } from './authorizer-denial.ts';
import { chooseWorkspace } from './choose-workspace.ts';
import { type GatewayRequest, headerOf, isPlain } from './gateway-request.ts';
import { mcpOperation } from './mcp-operation.ts';

/** The servers, and those that the API proxies. */
export interface ProxiedServers {
  servers: Ports['servers'];
  /** Ids of the servers that the API proxies. */
  proxied: ReadonlySet<string>;
}

/** The injection to make, with the server's registration; or the reason to refuse. */
export type InjectionOrRefusal =
  | { registration: ServerRegistration; injection: InjectionRequest }
  | { refusal: Denial['reason'] };

const JUDGED = [WORKSPACE_HEADER, ...Object.keys(FORWARDED_HEADERS)];

/** Reads the injection out of path and headers. */
export function injectionByHeaders(
  ports: ProxiedServers & Pick<Ports, 'clock' | 'random'>,
  request: GatewayRequest,
  { caller, callerToken }: { caller: Caller; callerToken: string },
): InjectionOrRefusal {
  const { serverId: server } = request;
  const registration = ports.proxied.has(server) ? ports.servers.get(server)?.registration : undefined;
  if (!registration?.url) return { refusal: 'unknown_server' };
  if (!JUDGED.every((name) => isPlain(request, name))) return { refusal: 'invalid_request' };
  const workspace = chooseWorkspace(caller, headerOf(request, WORKSPACE_HEADER));
  if ('refusal' in workspace) return workspace;
  const mcp = mcpOperation(mcpHeaders(request), registration);
  if ('refusal' in mcp) return mcp;
  // The broker makes the id. API Gateway caches no answers here, so each request is one use.
  const id = ports.random.uuidV7(ports.clock.now());
  const operation = { id, server, host: new URL(registration.url).host, ...mcp };
  return { registration, injection: { version: '1', ...workspace, operation, callerToken } };
}

function mcpHeaders(request: GatewayRequest): Parameters<typeof mcpOperation>[0] {
  return {
    httpMethod: request.httpMethod,
    protocolVersion: headerOf(request, 'MCP-Protocol-Version'),
    method: headerOf(request, 'Mcp-Method'),
    name: headerOf(request, 'Mcp-Name'),
  };
}
