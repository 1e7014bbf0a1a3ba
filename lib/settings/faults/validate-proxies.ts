/** Finds MCP servers that cannot be reached through the stage's REST API, and wrong settings of those that can. */
import type { ServerRegistration } from '../../../src/contract/servers/server-registration.ts';
import type { McpProxySettings } from '../mcp-proxy-settings.ts';
import type { StageSettings } from '../stage-settings.ts';

/** Header names that a parameter mapping of API Gateway can contain. A dot would end the name. */
const MAPPABLE = /^[A-Za-z0-9_-]{1,128}$/;
/** Headers that API Gateway or the proxy sets. */
const TAKEN = /^(accept|x-amz.*|x-forwarded-.*|user-agent|via)$/i;
/** Headers that are meant for the proxy only, or that would make the client act on behalf of the server. */
const NOT_FOR_CLIENTS =
  /^(set-cookie|authorization|www-authenticate|proxy-.*|location|connection|content-(length|encoding)|transfer-encoding|strict-.*|access-control-.*)$/i;

export function proxyFaults({ mcpProxies = [], servers = [] }: StageSettings): string[] {
  const ids = mcpProxies.map(({ server }) => server);
  return [
    ...(new Set(ids).size < ids.length ? ['mcpProxies names a server twice; keep it once'] : []),
    ...mcpProxies.flatMap((proxy, index) => {
      const registration = servers.find((server) => server.id === proxy.server);
      const where = `mcpProxies[${index}]`;
      if (!registration || !('provider' in registration))
        return [
          `${where} names ${JSON.stringify(proxy.server)}, which is no complete registration among servers; register it there`,
        ];
      const faults = [...registrationFaults(registration), ...settingFaults(proxy, registration)];
      return faults.map((fault) => `${where} (${proxy.server}) ${fault}`);
    }),
  ];
}

function registrationFaults(registration: ServerRegistration): string[] {
  const { id, url, allowedHosts, placements, binding, discovery } = registration;
  const faults: string[] = [];
  if (!/^[a-z][a-z0-9._-]*$/.test(id))
    faults.push('has an id that cannot be a path; use letters, digits, ., _ and -');
  const host = endpointHost(url);
  if (host === undefined)
    faults.push('needs a url that is https://, without query, fragment, user or any of { } $');
  else if (!allowedHosts.includes(host))
    faults.push(
      `has a url whose host, ${host}, is not one of its allowedHosts; a token never goes to another host`,
    );
  for (const { in: place, name } of placements)
    if (place !== 'header' || !MAPPABLE.test(name) || TAKEN.test(name))
      faults.push(
        `places the token in ${place} ${name}; API Gateway can set headers with ordinary names only`,
      );
  if (binding !== 'request')
    faults.push(`uses one token for a whole ${binding}; behind API Gateway each request gets its own token`);
  if (!discovery)
    faults.push(
      'gets no token when its tools are listed; API Gateway cannot leave a header out of some requests',
    );
  return faults;
}

function settingFaults(
  { answerHeaders = [], serverComparesHeadersWithBody = false }: McpProxySettings,
  { tools }: ServerRegistration,
): string[] {
  const faults: string[] = [];
  if (tools && !serverComparesHeadersWithBody)
    faults.push(
      'has an allow-list of tools, which holds only if the server compares Mcp-Name with the body; ' +
        'check that it answers 400 when they differ, then set serverComparesHeadersWithBody',
    );
  for (const name of answerHeaders)
    if (!MAPPABLE.test(name) || NOT_FOR_CLIENTS.test(name))
      faults.push(
        `has ${JSON.stringify(name)} among its answerHeaders; this header must not be sent to clients`,
      );
  if (new Set(answerHeaders.map((name) => name.toLowerCase())).size < answerHeaders.length)
    faults.push('has a header twice among its answerHeaders; keep the spelling that the server uses');
  return faults;
}

/** The host of a URL that API Gateway can call, or undefined. Braces and dollar signs have a meaning of their own in it. */
function endpointHost(text: string | undefined): string | undefined {
  if (text === undefined || /[{}$?#]/.test(text) || !URL.canParse(text)) return undefined;
  const { protocol, username, password, host } = new URL(text);
  return protocol === 'https:' && username === '' && password === '' ? host : undefined;
}
