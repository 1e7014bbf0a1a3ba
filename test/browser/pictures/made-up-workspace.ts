/** A workspace that has been in use for a month, put in place of the API's answers: for pictures alone. */
import type { Page } from 'playwright-core';
import type { z } from 'zod';
import type {
  ActivityPage,
  CallDays,
  ConnectionList,
  ConnectionResource,
  PersonList,
} from '../../../src/contract/resources.ts';
import { ACTIVE, STATES } from '../made-up-connections.ts';

type Entry = z.infer<typeof ActivityPage>['activity'][number];

const HOUR = 3_600_000;
const ago = (hours: number) => new Date(Date.now() - hours * HOUR).toISOString();

const GOOGLE = 'https://www.googleapis.com/auth';

function works(
  provider: string,
  account: string,
  scopes: string[],
  more: Partial<ConnectionResource> = {},
): ConnectionResource {
  const granted = { requestedScopes: scopes, grantedScopes: scopes };
  const app = { owner: 'verified' as const, version: 1, clientId: `${provider}-client` };
  // Some days, which differ from one to the next.
  const connectedAt = ago(40 + 130 * account.length);
  return { ...ACTIVE, id: provider, provider, account, app, connectedAt, ...granted, ...more };
}

/** Two of them need a person: a grant that was revoked, and an app whose secret has expired. */
export const CONNECTIONS: ConnectionResource[] = [
  works('google', 'ops@acme.example', ['openid', `${GOOGLE}/drive.file`, `${GOOGLE}/calendar.events`]),
  works('google', 'sales@acme.example', [`${GOOGLE}/gmail.readonly`], {
    ...{ id: 'google~sales', name: 'The mail of sales', connectedBy: 'bob', connectedAt: ago(5) },
  }),
  works('slack', 'Acme', ['channels:history', 'chat:write'], {
    ...{ connectedBy: 'bob', connectedAt: ago(30) },
    app: { owner: 'workspace', version: 1, clientId: '2210535565.51' },
  }),
  works('notion', 'Acme wiki', [], { grantExpiresAt: ago(-9 * 24) }),
  works('hubspot', 'acme.example', ['crm.objects.contacts.read'], {
    ...{ status: 'reauthorization_required', reason: 'grant_revoked' },
  }),
  works('github', 'acme-bot', ['repo'], {
    app: { owner: 'workspace', version: 2, clientId: 'Iv1.acme' },
    ...{ status: 'refresh_failing', reason: 'app_misconfigured' },
  }),
  works('linear', 'Acme', ['read', 'write']),
  works('demo', 'ada@demo.test', ACTIVE.grantedScopes),
  ...STATES.filter(({ id }) => id === 'demo~gone'),
];

const ACTIVITY: Entry[] = [
  {
    at: ago(1),
    type: 'reauthorization_required',
    connectionId: 'hubspot',
    provider: 'hubspot',
    outcome: 'grant_revoked',
  },
  { at: ago(3), type: 'app_misconfigured', connectionId: 'github', provider: 'github' },
  { at: ago(5), type: 'connected', connectionId: 'google~sales', provider: 'google', actor: 'bob' },
  { at: ago(26), type: 'mcp_server_put', provider: 'slack', server: 'slack-mcp', actor: 'ada' },
  { at: ago(30), type: 'connected', connectionId: 'slack', provider: 'slack', actor: 'bob' },
  { at: ago(50), type: 'disconnected', connectionId: 'demo~gone', provider: 'demo', outcome: 'revoked' },
];

const PEOPLE: z.infer<typeof PersonList>['people'] = ['Ada', 'Bob'].map((name) => ({
  ...{ id: name.padEnd(43, '0'), subject: name.toLowerCase(), name },
  ...{ issuer: 'http://127.0.0.1', seenAt: ago(2) },
}));

/** Fewer on two days of each week, and some refusals since yesterday. */
function callDays(): z.infer<typeof CallDays>['days'] {
  return Array.from({ length: 30 }, (_, index) => {
    const isQuiet = index % 7 > 4;
    const injected = isQuiet ? 12 + index : 90 + 6 * index + ((index * 37) % 41);
    return {
      day: ago((29 - index) * 24).slice(0, 10),
      injected,
      refused: index > 27 ? 21 : index % 5,
      more: false,
    };
  });
}

export async function answerAsInUse(page: Page): Promise<void> {
  const answers: [path: string, json: object][] = [
    ['connections', { connections: CONNECTIONS } satisfies z.infer<typeof ConnectionList>],
    ['people', { people: PEOPLE } satisfies z.infer<typeof PersonList>],
    ['activity?*', { activity: ACTIVITY } satisfies z.infer<typeof ActivityPage>],
    ['call-days?*', { days: callDays() } satisfies z.infer<typeof CallDays>],
  ];
  for (const [path, json] of answers)
    await page.route(`**/v1/workspaces/*/${path}`, (route) => route.fulfill({ json }));
}
