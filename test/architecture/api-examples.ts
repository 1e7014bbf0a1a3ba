/** One request with curl for each operation, against the addresses that `npm start` prints. */
import type { OperationId, Route } from '../../src/contract/routes.ts';

const API = 'http://127.0.0.1:3000';

const PARAMETERS: Record<string, string> = {
  ws: 'acme',
  connectionId: 'demo',
  sessionId: '$SESSION',
  provider: 'google',
  serverId: 'my-notes',
  operationId: '$OPERATION',
  app: 'verified',
  person: '$PERSON',
};

/** Bodies by operation; a test parses each by the schema of its route. */
export const BODIES: Partial<Record<OperationId, object>> = {
  startConnect: { provider: 'demo' },
  completeConnect: {
    completionSecret: '$COMPLETION_SECRET',
    provider: 'demo',
    owner: 'verified',
    query: 'state=$STATE&code=$CODE',
  },
  chooseTenant: { choice: 'choice-1', index: 0 },
  renameConnection: { name: 'Sales' },
  putMe: { idToken: '$ID_TOKEN' },
  declineStepUp: { server: 'my-notes' },
  putOAuthApp: { clientId: '1234.apps.googleusercontent.com', clientSecret: 'the-client-secret' },
  checkOAuthApp: {},
  putOAuthAppPolicy: { allowed: 'own-only' },
  putMcpServer: {
    name: 'Notes',
    provider: 'demo',
    placements: [{ in: 'env', name: 'NOTES_ACCESS_TOKEN', value: '{accessToken}' }],
    removeHeaders: [],
    binding: 'process',
    discovery: false,
    scopes: [],
  },
  approveTools: { fingerprints: ['2jmj7l5rSw0yVb_vlWAYkK_YBwk2jmj7l5rSw0yVb_v'] },
  listServerTools: {},
  tryServer: {
    operationId: '019a8a3e-7c1b-7d2e-8f40-3b5a6c7d8e9f',
    tool: 'list_notes',
    arguments: {},
    confirmed: {
      ...{ server: 'my-notes', tool: 'list_notes', connectionId: 'demo' },
      url: 'https://notes.example/mcp',
      connectedAt: '2026-11-30T12:00:00.000Z',
    },
  },
};

const QUERIES: Partial<Record<OperationId, string>> = {
  listActivity: '?limit=20&type=connected,disconnected',
  exportActivity: '?from=2026-11-01&to=2026-11-30',
  listCalls: '?server=demo-notes&outcome=injected',
  countCalls: '?from=2026-11-01&to=2026-11-30&connection=demo',
  countCallDays: '?days=30&connection=demo',
  exportCalls: '?from=2026-11-01&to=2026-11-30',
  oauthCallback: '?state=$STATE&code=$CODE',
};

export function curlOf({ operationId, method, path, access, body }: Route): string {
  const filled = path.replace(/\{(\w+)\}/g, (_all, name: string) => PARAMETERS[name] ?? name);
  const query = QUERIES[operationId as OperationId] ?? '';
  return [
    `curl${method === 'get' ? '' : ` -X ${method.toUpperCase()}`} "${API}${filled}${query}"`,
    ...(access === 'public' ? [] : ['-H "Authorization: Bearer $TOKEN"']),
    ...(body ? ['-H "Content-Type: application/json"', `-d ${dataOf(operationId as OperationId)}`] : []),
  ].join(' \\\n  ');
}

/** Variables of the shell need double quotes; other bodies are easier to read without escapes. */
function dataOf(operationId: OperationId): string {
  const json = JSON.stringify(BODIES[operationId]);
  return json.includes('$') ? `"${json.replaceAll('"', '\\"')}"` : `'${json}'`;
}
