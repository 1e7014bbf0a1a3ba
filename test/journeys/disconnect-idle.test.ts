/**
 * The disconnect of a connection whose access token has run out, at providers that end nothing without a live one: tokens are
 * refreshed into the row that stays disconnecting, and then revoked. Tokens that a new consent replaced are revoked the same way.
 * Covers src/broker/disconnect/live-token.ts, src/broker/disconnect/replaced-tokens.ts,
 * src/broker/disconnect/finish-disconnect.ts, src/broker/refresh/finish-inert.ts,
 * src/broker/refresh/answer-revocation.ts.
 */
import { describe, expect, it } from 'vitest';
import { dropbox } from '../../local/scripted-providers/providers/dropbox.ts';
import { zendesk } from '../../local/scripted-providers/providers/zendesk.ts';
import { zoom } from '../../local/scripted-providers/providers/zoom.ts';
import { disconnect } from '../../src/broker/disconnect/disconnect.ts';
import type { Ports } from '../../src/broker/ports.ts';
import { connect } from '../providers/run-journey.ts';
import { ADMIN, WORKSPACE } from '../providers/world.ts';
import { asked, beginIdling, disconnected, idle, key, row, tick, watched, world, written } from './idling.ts';

beginIdling();

describe('T136: the disconnect of an idle connection', () => {
  it.each([
    [dropbox, 'revoked', '/oauth2/token', '/2/auth/token/revoke'],
    [zoom, 'revoked', '/oauth/token', '/oauth/revoke'],
    [zendesk, 'unconfirmed', '/oauth/tokens', '/oauth/tokens/current.json'],
  ])(
    'refreshes, seals the pair into the row and revokes it: %#',
    async (scripted, outcome, token, revoke) => {
      const ports = await idle(scripted);
      const receipt = await disconnected(ports);
      expect(receipt.revocation.outcome).toBe(outcome);
      expect(world.running.isGranted()).toBe(false);
      expect([asked(token), asked(revoke)]).toEqual([1, 1]);
      const stored = written.find(({ sealedAccess }) => sealedAccess);
      expect(stored).toMatchObject({ status: 'disconnecting', generation: 2 });
      const tombstone = await row();
      expect(tombstone).toMatchObject({ status: 'disconnected', epoch: 2, generation: 2 });
      for (const gone of ['sealedAccess', 'sealedRefresh', 'attemptId', 'leaseId', 'reason'] as const)
        expect(tombstone[gone]).toBeUndefined();
    },
  );

  it('asks nobody itself: the function that refreshes does', async () => {
    const ports = await idle(dropbox);
    const receipt = await disconnected({ ...ports, fetch: () => expect.unreachable() }, ports);
    expect(receipt.revocation.outcome).toBe('revoked');
  });

  it('refreshes nothing while the access token lives', async () => {
    const ports = await idle(dropbox);
    await connect(world);
    world.requests.length = 0;
    const unreachable = { revoke: () => expect.unreachable() };
    const receipt = await disconnect({ ...ports, revoker: unreachable }, { caller: ADMIN, key: key() });
    expect(receipt.revocation.outcome).toBe('revoked');
    expect(asked('/oauth2/token')).toBe(0);
  });

  it('is finished by the tick where token-refresh cannot be invoked', async () => {
    const ports = await idle(dropbox);
    const revoker = { revoke: () => Promise.reject(new Error('throttled')) };
    const receipt = await disconnect(watched({ ...ports, revoker }), { caller: ADMIN, key: key() });
    expect(receipt.revocation.outcome).toBe('pending');
    expect(world.logged.join('\n')).toContain('refresh_out_of_reach');
    expect((await tick()).revocations).toBe(1);
    expect((await row()).receipt?.revocation.outcome).toBe('revoked');
    expect(world.running.isGranted()).toBe(false);
  });

  it('20 times at once is one refresh and one revocation', async () => {
    const ports = await idle(dropbox);
    const receipts = await Promise.all(Array.from({ length: 20 }, () => disconnected(ports)));
    expect(receipts.some(({ revocation }) => revocation.outcome === 'revoked')).toBe(true);
    expect([asked('/oauth2/token'), asked('/2/auth/token/revoke')]).toEqual([1, 1]);
  });

  it('leaves a grant alone that another connection uses, and spends no refresh token for it', async () => {
    const ports = await idle(zoom);
    const other = { workspaceId: WORKSPACE, connectionId: 'zoom~other' };
    const { accountKey, ...live } = await row();
    const set = { ...live, accountKey, status: 'active' as const };
    await ports.connections.change(other, { expect: { epoch: { absent: true } }, set, writeId: 'other' });
    const receipt = await disconnected(ports);
    expect(receipt.revocation.outcome).toBe('left_shared_grant');
    expect(world.requests).toEqual([]);
  });
});

describe('T136: tokens that a new consent replaced', () => {
  it('are revoked with a fresh access token, which is stored nowhere', async () => {
    const ports = await idle(dropbox);
    const presented: string[] = [];
    const fetch: Ports['fetch'] = async (request) => {
      const isRefresh =
        request.url.endsWith('/oauth2/token') && request.body?.includes('grant_type=refresh_token');
      if (isRefresh)
        return Response.json({ access_token: 'sl.fresh', token_type: 'bearer', expires_in: 14_400 });
      if (!request.url.endsWith('/2/auth/token/revoke')) return ports.fetch(request);
      presented.push(request.headers?.authorization ?? '');
      return new Response('null', { headers: { 'content-type': 'application/json' } });
    };
    await connect({ ...world, ports: watched({ ...ports, fetch }) });
    expect(presented).toEqual(['Bearer sl.fresh']);
    expect(world.logged.filter((line) => line.includes('superseded_tokens')).join()).toContain('revoked');
    expect(await row()).toMatchObject({ status: 'active', generation: 2, epoch: 2 });
  });

  it('a provider that is down then does not spoil the consent', async () => {
    const ports = await idle(dropbox);
    const fetch: Ports['fetch'] = async (request) =>
      request.url.endsWith('/oauth2/token') && request.body?.includes('grant_type=refresh_token')
        ? new Response('', { status: 503 })
        : ports.fetch(request);
    await connect({ ...world, ports: { ...ports, fetch } });
    expect((await row()).status).toBe('active');
    expect(asked('/2/auth/token/revoke')).toBe(0);
  });
});
