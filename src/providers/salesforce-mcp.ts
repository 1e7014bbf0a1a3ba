import type { ServerRegistration } from '../contract/servers/server-registration.ts';
import { remoteServer } from './mcp-server.ts';

/**
 * Hosted servers. Each must be activated in the org, and the app must be an External Client App that issues JWT access tokens. The
 * path names the org: sandboxes and Developer Editions have other addresses than production.
 * https://developer.salesforce.com/docs/platform/hosted-mcp-servers/guide/server-urls.html
 */
const HOSTED = 'https://api.salesforce.com/platform/mcp/v1/{mcpOrg}platform';

const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
/** The part of the path that names the org. */
export const MCP_ORG = `^d/${LABEL}/(?:${LABEL}/)?$`;

/**
 * The org in the form for My Domains, which every org has and which says production, sandbox or Developer Edition: `d/acme/` for
 * `acme.my.salesforce.com`, `d/acme--uat/sandbox/` for `acme--uat.sandbox.my.salesforce.com`. Undefined for a host without My Domain,
 * which does not say what org it is.
 */
export function mcpOrg(instanceHost: string): string | undefined {
  const [, name, partition] = MY_DOMAIN.exec(instanceHost) ?? [];
  return name === undefined ? undefined : `d/${name}/${partition === undefined ? '' : `${partition}/`}`;
}

const MY_DOMAIN = new RegExp(`^(${LABEL})(?:\\.(${LABEL}))?\\.my\\.salesforce\\.com$`);

/** The MCP servers that accept Salesforce tokens. */
export const mcpServers: ServerRegistration[] = [
  remoteServer({
    id: 'salesforce-sobject-reads',
    name: 'Salesforce, read only',
    provider: 'salesforce',
    url: `${HOSTED}/sobject-reads`,
    scopes: ['mcp_api'],
  }),
  remoteServer({
    id: 'salesforce-sobject-all',
    name: 'Salesforce, all operations',
    provider: 'salesforce',
    url: `${HOSTED}/sobject-all`,
    scopes: ['mcp_api'],
  }),
  // mcp-salesforce of github.com/aerostackdev/aerostack-mcp reads both headers at `tools/call`.
  {
    id: 'salesforce-aerostack',
    name: 'Salesforce (aerostack-mcp)',
    provider: 'salesforce',
    allowedHosts: [],
    apiHosts: ['{instanceHost}'],
    placements: [
      { in: 'header', name: 'X-Mcp-Secret-SALESFORCE-ACCESS-TOKEN', value: '{accessToken}' },
      { in: 'header', name: 'X-Mcp-Secret-SALESFORCE-INSTANCE-URL', value: 'https://{instanceHost}' },
    ],
    removeHeaders: ['Authorization', 'Cookie'],
    binding: 'request',
    discovery: false,
    scopes: ['api'],
  },
];
