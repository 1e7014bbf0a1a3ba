/**
 * The callback judges a session that it cannot prove: what it parks is bound to the redirect and to the state, so that neither
 * an edit around the redirect nor a return of the writer's own gets through the completion.
 * Covers src/broker/connect/receive-callback.ts, src/broker/connect/complete-connect.ts,
 * src/broker/connect/consent-secrets.ts, src/vault/handle-seal.ts.
 */
import { expect, it } from 'vitest';
import { putOAuthApp } from '../../src/broker/apps/put-oauth-app.ts';
import { putVerifiedApp } from '../../src/broker/apps/put-verified-app.ts';
import { completeConnect } from '../../src/broker/connect/complete-connect.ts';
import { random256 } from '../../src/broker/connect/consent-secrets.ts';
import { receiveCallback } from '../../src/broker/connect/receive-callback.ts';
import { startConnect } from '../../src/broker/connect/start-connect.ts';
import type { ConsentSession } from '../../src/broker/records.ts';
import { handleHash, sealUnderHandle } from '../../src/vault/handle-seal.ts';
import { Secret } from '../../src/vault/secret.ts';
import { answeringProvider } from './answering-provider.ts';
import { ADA } from './furnish-world.ts';
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
  const complete = (handle: Secret) =>
    completeConnect(ports, { caller: ADA, workspaceId: 'acme', sessionId, handle });
  const state = new URL(opened.authorizationUrl).searchParams.get('state') ?? '';
  return { ports, now, asked, code: answering.code, state, sessionId, edit, complete };
}

it.each([
  ['as it was started', false],
  ['T013: edited while the code of another provider arrives', true],
])('a session %s', async (_title, isEdited) => {
  const { ports, asked, code, state, sessionId, edit, complete } = await started('custom~evil', 'workspace');
  const session = (await ports.sessions.read({ sessionId })) ?? expect.unreachable();
  const { provider, appOwner, expectedIssuer } = session;
  if (isEdited) await edit(GOOGLE);
  const query = new URLSearchParams({ code: code('grant', { account: 'ada' }), state });
  const path = isEdited ? { provider: 'google', owner: 'verified' } : { provider, owner: 'acme' };
  const returned = await receiveCallback(ports, { ...path, query });
  if (returned.kind !== 'returned') throw new Error(returned.kind);
  await edit({ provider, appOwner, expectedIssuer });
  asked.length = 0;
  if (!isEdited) await complete(returned.handle);
  else await expect(complete(returned.handle)).rejects.toMatchObject({ code: 'does_not_open' });
  expect(new Set(asked)).toEqual(new Set(isEdited ? [] : ['evil.example']));
});

it('T024: a return that the writer of the table made up connects nothing, also without PKCE', async () => {
  const { ports, now, asked, sessionId, edit, complete } = await started('slack', 'verified');
  const handle = random256(ports);
  // The table has the hash of the state alone.
  const redirect = { sessionId, state: random256(ports), provider: 'slack', owner: 'verified' };
  await edit({
    status: 'returned',
    handleHash: handleHash(handle),
    sealedCode: sealUnderHandle(handle, redirect, ports.random.bytes(12), new Secret('code-of-mallory')),
    returnedAt: now(),
  });
  await expect(complete(handle)).rejects.toMatchObject({ code: 'does_not_open' });
  expect(asked).toEqual([]);
  expect(await ports.connections.read({ workspaceId: 'acme', connectionId: 'slack' })).toBeUndefined();
});
