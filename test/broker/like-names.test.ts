/**
 * Ids that begin alike are ids of different things: `slack-user` is not `slack`.
 * Covers src/broker/connection/is-own-row.ts, src/broker/caller.ts, src/broker/apps/delete-oauth-app.ts.
 */
import { describe, expect, it } from 'vitest';
import { deleteOAuthApp } from '../../src/broker/apps/delete-oauth-app.ts';
import { isSamePerson } from '../../src/broker/caller.ts';
import { isOwnRow } from '../../src/broker/connection/is-own-row.ts';
import { openStage } from '../rows/stage.ts';
import { connectOwnApp } from '../setup/own-app-connection.ts';

const ROLES = new Map([['acme', 'admin' as const]]);
const ADA = { issuer: 'https://idp.example', subject: 'ada', roles: ROLES };
const noProvider = () => Promise.reject(new Error('no provider is asked here'));

describe('T058: a row of one provider', () => {
  const isOwn = (connectionId: string, provider: string, appOwner = 'verified') =>
    isOwnRow({ workspaceId: 'acme', connectionId }, { provider, appOwner });

  it.each(['slack', 'slack~sales', 'slack~user'])('is one of slack: %s', (connectionId) => {
    expect(isOwn(connectionId, 'slack')).toBe(true);
  });

  it.each([
    ['slack-user', 'slack'],
    ['slack-user~sales', 'slack'],
    ['slack', 'slack-user'],
    ['slackx', 'slack'],
    ['sl', 'slack'],
    ['custom~crm-two', 'custom~crm'],
  ])('is none: %s of %s', (connectionId, provider) => {
    expect(isOwn(connectionId, provider)).toBe(false);
  });

  it('has the platform’s app or its own workspace’s, and none of a workspace that is named alike', () => {
    expect(
      ['verified', 'acme', 'acme-2', 'acm', 'globex'].map((owner) => isOwn('slack', 'slack', owner)),
    ).toEqual([true, true, false, false, false]);
  });
});

it('T058: an own app of slack is not in use because one of slack-user is', async () => {
  const { ports } = await openStage({ fetch: noProvider });
  for (const connectionId of ['slack-user', 'slack'])
    await connectOwnApp(ports, { workspaceId: 'acme', connectionId });
  const deletion = (provider: string) =>
    deleteOAuthApp(ports, { caller: ADA, workspaceId: 'acme', provider });
  await expect(deletion('slack')).rejects.toMatchObject({ details: { connections: ['slack'] } });
  const gone = { expect: {}, set: { status: 'disconnected' as const }, writeId: 'gone' };
  await ports.connections.change({ workspaceId: 'acme', connectionId: 'slack' }, gone);
  await deletion('slack');
  expect(await ports.apps.newest('acme', 'slack')).toBeUndefined();
  expect(await ports.apps.newest('acme', 'slack-user')).toBeDefined();
});

it.each(['active', 'refresh_failing', 'reauthorization_required', 'disconnecting'] as const)(
  'an app cannot be deleted while a connection of it is %s',
  async (status) => {
    const { ports } = await openStage({ fetch: noProvider });
    await connectOwnApp(ports, { workspaceId: 'acme', connectionId: 'slack' }, { status });
    const deletion = deleteOAuthApp(ports, { caller: ADA, workspaceId: 'acme', provider: 'slack' });
    await expect(deletion).rejects.toMatchObject({ code: 'oauth_app_in_use' });
    expect(await ports.apps.newest('acme', 'slack')).toBeDefined();
  },
);

it('T026 T050: a person is an issuer and a subject, compared whole', () => {
  const ada = { issuer: 'https://idp.example', subject: 'ada' };
  expect(isSamePerson(ada, { ...ada })).toBe(true);
  for (const other of [
    { issuer: 'https://other.example' },
    { issuer: 'https://idp.example/' },
    { subject: 'bob' },
    { subject: 'Ada' },
  ])
    expect(isSamePerson(ada, { ...ada, ...other })).toBe(false);
});
