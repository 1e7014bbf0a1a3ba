import type { ServerRegistration } from '../contract/server-registration.ts';
import { remoteServer } from './mcp-server.ts';

/**
 * Each hosted server must be activated in the org, and the app be an External Client App that issues JWT access tokens.
 * Sandboxes have addresses of their own.
 */
const HOSTED = 'https://api.salesforce.com/platform/mcp/v1/platform';

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
  // github.com/aerostackdev/aerostack-mcp, mcp-salesforce: reads both headers on `tools/call`.
  {
    id: 'salesforce-aerostack',
    name: 'Salesforce (aerostack-mcp)',
    provider: 'salesforce',
    allowedHosts: ['{instanceHost}'],
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
