/** Connections in states that take hours or a broken provider to come about, put in place of the API's answer. */
import type { Page } from 'playwright-core';
import type { z } from 'zod';
import type { ConnectionList, ConnectionResource } from '../../src/contract/resources.ts';

const NOW = Date.now();
const at = (minutes: number) => new Date(NOW + minutes * 60_000).toISOString();

export const ACTIVE: ConnectionResource = {
  id: 'demo',
  provider: 'demo',
  app: { owner: 'verified', version: 1, clientId: 'a-client' },
  status: 'active',
  account: 'ada@demo.test',
  variables: {},
  connectedBy: 'ada',
  connectedAt: at(-3000),
  requestedScopes: ['openid', 'notes:read', 'tasks:read'],
  grantedScopes: ['openid', 'notes:read', 'tasks:read'],
  missingScopes: [],
  accessExpiresAt: at(55),
  lastRefreshAt: at(-5),
  nextRefreshAt: at(50),
};
const { nextRefreshAt: _none, ...ENDED } = ACTIVE;

/** One of each state. */
export const STATES: ConnectionResource[] = [
  { ...ACTIVE, grantedScopes: ['openid', 'notes:read'], missingScopes: ['tasks:read'], name: 'The first' },
  { ...ACTIVE, id: 'demo~late', status: 'refresh_failing', reason: 'provider_unavailable' },
  { ...ACTIVE, id: 'demo~ending', grantExpiresAt: at(6 * 24 * 60) },
  { ...ENDED, id: 'demo~dead', status: 'reauthorization_required', reason: 'grant_revoked' },
  {
    ...ACTIVE,
    id: 'github',
    provider: 'github',
    app: { owner: 'workspace', version: 2, clientId: 'our-own-client' },
    status: 'refresh_failing',
    reason: 'app_misconfigured',
  },
  {
    ...ENDED,
    id: 'demo~going',
    status: 'disconnecting',
    receipt: {
      requestedAt: at(-2),
      requestedBy: 'ada',
      revocation: { outcome: 'pending', retryUntil: at(1438) },
    },
  },
  {
    ...ENDED,
    id: 'demo~gone',
    status: 'disconnected',
    receipt: {
      requestedAt: at(-120),
      requestedBy: 'ada',
      revocation: { outcome: 'failed', byHandAt: 'http://127.0.0.1/by-hand' },
      tokensDeletedAt: at(-60),
    },
  },
];

/** So many connections, each of which works. */
export function manyConnections(count: number): ConnectionResource[] {
  const providers = ['google', 'github', 'slack', 'notion', 'microsoft', 'linear', 'asana', 'hubspot'];
  return Array.from({ length: count }, (_, index) => {
    const provider = providers[index % providers.length] ?? 'google';
    const [id, account] = [`${provider}~team-${index}`, `team-${index}@acme.test`];
    return { ...ACTIVE, id, provider, account, connectedBy: index % 3 === 0 ? 'bob' : 'ada' };
  });
}

export async function answerWith(page: Page, connections: ConnectionResource[]): Promise<void> {
  const json: z.infer<typeof ConnectionList> = { connections };
  await page.route('**/v1/workspaces/*/connections', (route) => route.fulfill({ json }));
}
