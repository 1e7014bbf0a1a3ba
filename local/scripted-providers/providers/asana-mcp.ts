/** https://developers.asana.com/docs/integrating-with-asanas-mcp-server and https://developers.asana.com/docs/oauth */
import { must } from '../received-request.ts';
import type { ScriptedProvider } from '../scripted-provider.ts';
import { asana } from './asana.ts';

const RESOURCE = 'https://mcp.asana.com/v2';

/** “The same process as our existing OAuth authorization flow”, but for the resource, and without scopes. */
export const asanaMcp: ScriptedProvider = {
  ...asana,
  provider: 'asana-mcp',
  expected: { ...asana.expected, scopes: [], allowedHosts: ['mcp.asana.com'] },
  authorization: {
    at: 'https://app.asana.com/-/oauth_authorize',
    parameters: { resource: RESOURCE },
    absent: ['scope'],
    pkce: 'S256',
  },
  token: {
    ...asana.token,
    // MCP, authorization: clients send the resource in authorization and token requests (RFC 8707 section 2).
    check: (_request, { resource, scope }) => {
      must(resource === RESOURCE, `resource=${RESOURCE}, was ${resource}`);
      must(scope === undefined, 'no scope');
    },
  },
};
