import type { ServerRegistration } from '../contract/servers/server-registration.ts';
import { remoteServer } from './mcp-server.ts';

/**
 * Hosted servers. Each must be activated in the org, and the app must be an External Client App that issues JWT access tokens.
 * Sandboxes have other addresses.
 */
const HOSTED = 'https://api.salesforce.com/platform/mcp/v1/platform';

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
