/** Server registrations for the three ways in which an MCP server takes the token. Pure. */
import { hostTemplateOf } from '../contract/servers/server-hosts.ts';
import type { ServerRegistration } from '../contract/servers/server-registration.ts';

type Named = Pick<ServerRegistration, 'id' | 'name' | 'provider' | 'scopes'>;

/** A server at a public URL, whose host may be a variable. It takes the token in `Authorization` with every request. */
export function remoteServer(
  server: Named & { url: string; authorization?: string; tools?: string[] },
): ServerRegistration {
  const { authorization = 'Bearer {accessToken}', ...registration } = server;
  return {
    ...registration,
    allowedHosts: [hostTemplateOf(server.url) ?? ''],
    placements: [{ in: 'header', name: 'Authorization', value: authorization }],
    removeHeaders: ['Authorization', 'Cookie'],
    binding: 'request',
    discovery: true,
  };
}

/** A server that the runtime spawns with the token in an environment variable. It calls the provider's API. */
export function spawnedServer(
  server: Named & { variable: string; apiHosts: string[]; tools?: string[] },
): ServerRegistration {
  const { variable, apiHosts, ...registration } = server;
  return {
    ...registration,
    allowedHosts: [],
    apiHosts,
    placements: [{ in: 'env', name: variable, value: '{accessToken}' }],
    removeHeaders: [],
    binding: 'process',
    discovery: true,
  };
}

/**
 * A server that a workspace or an operator runs, who gives its address. It takes the token in the named header and calls the
 * provider's API.
 */
export function headerServer(
  server: Named & {
    header: string;
    value: string;
    apiHosts: string[];
    binding: 'request' | 'session';
    discovery: boolean;
  },
): ServerRegistration {
  const { header, value, apiHosts, ...registration } = server;
  return {
    ...registration,
    allowedHosts: [],
    apiHosts,
    placements: [{ in: 'header', name: header, value }],
    removeHeaders: ['Authorization', 'Cookie'],
  };
}

/** The same server, which also needs a value of the connection beside the token, such as the id of a company. */
export function withFact(
  server: ServerRegistration,
  placement: { in: 'header' | 'env'; name: string; value: string },
): ServerRegistration {
  return { ...server, placements: [...server.placements, placement] };
}
