/**
 * A session that the writer of the table has edited around a completion: the answer of a provider goes only where the proved
 * session says, and nobody but its starter with the secret of the start gets a connection out of it.
 * Covers src/broker/connect/complete-connect.ts, src/broker/connect/judge-return.ts,
 * src/broker/connect/consent-secrets.ts.
 */
import { expect, it } from 'vitest';
import { putOAuthApp } from '../../src/broker/apps/put-oauth-app.ts';
import { putVerifiedApp } from '../../src/broker/apps/put-verified-app.ts';
import { completeConnect } from '../../src/broker/connect/complete-connect.ts';
import { completionHash, random256 } from '../../src/broker/connect/consent-secrets.ts';
import { startConnect } from '../../src/broker/connect/start-connect.ts';
import type { ConsentSession } from '../../src/broker/records.ts';
import { Secret } from '../../src/vault/secret.ts';
import { returnedConsent } from '../setup/returned-consent.ts';
import { answeringProvider } from './answering-provider.ts';
import { ADA, MALLORY } from './furnish-world.ts';
import { openStage } from './stage.ts';

const GOOGLE = {
  provider: 'google',
  appOwner: 'verified',
  expectedIssuer: 'https://accounts.google.com',
} as const;
const EVIL = {
  name: 'CRM',
  scopes: ['crm'],
  apiHosts: ['api.evil.example'],
  issuer: 'https://evil.example',
  authorizationEndpoint: 'https://evil.example/authorize',
  tokenEndpoint: 'https://evil.example/token',
  userinfoEndpoint: 'https://evil.example/userinfo',
};

async function started(provider: string, app: 'verified' | 'workspace') {
  const answering = answeringProvider();
  const asked: string[] = [];
  const { ports, now } = await openStage({
    fetch: (request) => {
      asked.push(new URL(request.url).host);
      return answering.fetch(request);
    },
  });
  await putVerifiedApp(ports, { provider: 'google', clientId: 'client-verified-google' });
  await putVerifiedApp(ports, { provider: 'slack', clientId: 'client-verified-slack' });
  if (app === 'workspace') {
    const own = {
      caller: ADA,
      workspaceId: 'acme',
      provider,
      clientId: 'own',
      clientSecret: new Secret('s'),
    };
    await putOAuthApp(ports, { ...own, custom: EVIL });
  }
  const opened = await startConnect(ports, { caller: ADA, workspaceId: 'acme', provider, app });
  const sessionId = opened.id;
  const edit = (set: Partial<ConsentSession>) =>
    ports.sessions.change({ sessionId }, { expect: {}, set, writeId: ports.random.uuidV7(now()) });
  return { ports, asked, code: answering.code, opened, sessionId, edit };
}

it.each([
  ['as it was started', false],
  ['T013: edited so that it expects the code of another provider', true],
])('a session %s', async (_title, isEdited) => {
  const { ports, asked, code, opened, edit } = await started('custom~evil', 'workspace');
  if (isEdited) await edit(GOOGLE);
  const path = isEdited
    ? { provider: 'google', owner: 'verified' }
    : { provider: 'custom~evil', owner: 'acme' };
  const returned = returnedConsent(opened, path, { code: code('grant', { account: 'ada' }) });
  asked.length = 0;
  const completed = completeConnect(ports, { caller: ADA, workspaceId: 'acme', ...returned });
  if (isEdited) await expect(completed).rejects.toMatchObject({ code: 'does_not_open' });
  else await completed;
  expect(new Set(asked)).toEqual(new Set(isEdited ? [] : ['evil.example']));
});

it('T013: a code of another provider is not used, however the session is edited back', async () => {
  const { ports, asked, code, opened } = await started('custom~evil', 'workspace');
  const answer = { code: code('grant', { account: 'ada' }) };
  const returned = returnedConsent(opened, { provider: 'google', owner: 'verified' }, answer);
  asked.length = 0;
  await expect(
    completeConnect(ports, { caller: ADA, workspaceId: 'acme', ...returned }),
  ).rejects.toMatchObject({ code: 'authorization_response_mismatch' });
  expect(asked).toEqual([]);
});

it.each<[string, (secret: Secret) => Partial<ConsentSession>]>([
  ['a completion secret of their own', (secret) => ({ completionHash: completionHash(secret) })],
  ['themself as the starter', () => ({ starter: { issuer: MALLORY.issuer, subject: MALLORY.subject } })],
  ['their workspace', () => ({ workspaceId: 'globex' })],
  ['more time', () => ({ expiresAt: Date.UTC(2030, 0) })],
])(
  'T024: who writes the table and puts in %s connects nothing, also without PKCE',
  async (_title, edited) => {
    const { ports, asked, code, opened, edit } = await started('slack', 'verified');
    const secret = random256(ports);
    await edit(edited(secret));
    const answer = { code: code('grant', { account: 'ada' }) };
    const returned = returnedConsent(opened, { provider: 'slack', owner: 'verified' }, answer);
    for (const caller of [ADA, MALLORY])
      for (const completionSecret of [secret, returned.completionSecret])
        for (const workspaceId of ['acme', 'globex'])
          await expect(
            completeConnect(ports, { caller, workspaceId, ...returned, completionSecret }),
          ).rejects.toMatchObject({ code: 'does_not_open' });
    expect(asked).toEqual([]);
    expect(await ports.connections.read({ workspaceId: 'acme', connectionId: 'slack' })).toBeUndefined();
  },
);
