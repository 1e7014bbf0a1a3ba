/** Which of a stage's MCP servers can stand behind its REST API. One sentence a fault, as in validate-stage.ts. */
import type { ServerRegistration } from '../src/contract/server-registration.ts';
import type { McpProxySettings } from './mcp-integration.ts';
import type { StageSettings } from './stages.ts';

/** What a mapping can name. A dot would be read as its end. */
const MAPPABLE = /^[A-Za-z0-9_-]{1,128}$/;
/** Set by API Gateway or by the proxy itself. */
const TAKEN = /^(accept|x-amz.*|x-forwarded-.*|user-agent|via)$/i;
/** Means something between server and proxy, or would set up the client for another one. */
const NOT_FOR_CLIENTS =
  /^(set-cookie|authorization|www-authenticate|proxy-.*|location|connection|content-(length|encoding)|transfer-encoding|strict-.*|access-control-.*)$/i;

export function proxyFaults({ mcpProxies = [], servers = [] }: StageSettings): string[] {
  const ids = mcpProxies.map(({ server }) => server);
  return [
    ...(new Set(ids).size < ids.length ? ['mcpProxies names a server twice; keep it once'] : []),
    ...mcpProxies.flatMap((proxy, index) => {
      const registration = servers.find(({ id }) => id === proxy.server);
      const where = `mcpProxies[${index}]`;
      if (!registration)
        return [
          `${where} names ${JSON.stringify(proxy.server)}, which is not one of servers; register it there`,
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
        `places the token in ${place} ${name}; API Gateway can set headers of ordinary names alone`,
      );
  if (binding !== 'request')
    faults.push(`keeps a token for its ${binding}; behind API Gateway each request has its own`);
  if (!discovery)
    faults.push('wants no token for its lists; API Gateway cannot leave a header out of some requests');
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
        'see that it answers 400 to a mismatch, then set serverComparesHeadersWithBody',
    );
  for (const name of answerHeaders)
    if (!MAPPABLE.test(name) || NOT_FOR_CLIENTS.test(name))
      faults.push(`has ${JSON.stringify(name)} among its answerHeaders, which does not go to clients`);
  if (new Set(answerHeaders.map((name) => name.toLowerCase())).size < answerHeaders.length)
    faults.push('has a header twice among its answerHeaders; keep the spelling that the server uses');
  return faults;
}

/** Braces and dollar signs are API Gateway's own syntax in a URL. */
function endpointHost(text: string | undefined): string | undefined {
  if (text === undefined || /[{}$?#]/.test(text) || !URL.canParse(text)) return undefined;
  const { protocol, username, password, host } = new URL(text);
  return protocol === 'https:' && username === '' && password === '' ? host : undefined;
}
