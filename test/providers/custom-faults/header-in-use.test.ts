/**
 * The header of a custom provider's token, from the description to the call; and T249: a connection that was sealed with a header
 * that it may not have.
 * Covers src/broker/servers/custom-api.ts, src/broker/apps/foreign-destination.ts, src/broker/apps/check-destination.ts.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answerInjection } from '../../../src/broker/inject/answer-injection.ts';
import { refreshConnection } from '../../../src/broker/refresh/refresh-connection.ts';
import { OAuthAppBody } from '../../../src/contract/resources.ts';
import { connectOwnApp } from '../../setup/own-app-connection.ts';
import { openCustomWorld, register } from '../custom-world.ts';
import { connect, injected } from '../run-journey.ts';
import { WORKSPACE, type World } from '../world.ts';
import { acme, bodyOf, HOST, header, parameter } from './acme.ts';

describe('a header of its own, parameters, separators and a JSON body', () => {
  let world: World;
  beforeEach(async () => {
    world = await openCustomWorld(acme);
    await register(
      world,
      OAuthAppBody.parse(
        bodyOf({
          ...header('X-Api-Token', 'Key {accessToken}'),
          ...parameter('audience', 'api'),
          scopes: ['read', 'write'],
          scopeSeparator: ',',
          answeredScopeSeparator: '+',
          tokenRequest: 'json',
          clientAuthentication: 'client_secret_post',
          account: { id: 'uid', label: 'nick' },
        }),
      ),
    );
  });
  afterEach(() => world.close());

  function injectedFrom(connectionId: string) {
    const server = 'provider:custom~acme';
    const operation = { id: world.operationId(), kind: 'call', server, tool: 'any' };
    const event = { version: '1', workspaceId: WORKSPACE, connectionId, operation };
    return answerInjection({ ...world.ports, verifyCaller: undefined }, event);
  }

  it('are used from the consent to the call and the refresh', async () => {
    const connection = await connect(world);
    expect(connection).toMatchObject({
      accountLabel: 'ann',
      grantedScopes: ['read', 'write'],
      tokenHeader: { name: 'X-Api-Token', value: 'Key {accessToken}' },
    });
    const { headers, removeHeaders } = await injected(world);
    expect(Object.keys(headers)).toEqual(['X-Api-Token']);
    expect(world.running.isLive(headers['X-Api-Token']?.replace('Key ', '') ?? '')).toBe(true);
    expect(removeHeaders).toEqual(['Authorization', 'Cookie', 'X-Api-Token']);
    const key = { workspaceId: WORKSPACE, connectionId: 'custom~acme' };
    const { outcome } = await refreshConnection(world.ports, { key, deadline: world.now() + 60_000 });
    expect(outcome).toBe('refreshed');
    expect(world.violations).toEqual([]);
  });

  it('T249: a connection that was sealed with a header that it may have gives the token', async () => {
    const key = { workspaceId: WORKSPACE, connectionId: 'custom~acme~honest' };
    const tokenHeader = { name: 'X-Other-Token', value: '{accessToken}' };
    await connectOwnApp(world.ports, key, { tokenHeader, apiHosts: [HOST] });
    const answer = await injectedFrom(key.connectionId);
    expect(answer).toMatchObject({
      isAuthorized: true,
      context: { headers: { 'X-Other-Token': 'access-0' } },
    });
  });

  it.each<[string, { name: string; value: string }]>([
    ['Host', { name: 'Host', value: '{accessToken}' }],
    ['a name with `_`', { name: 'X_Token', value: '{accessToken}' }],
    ['no token', { name: 'X-Token', value: 'x' }],
    ['another name', { name: 'X-Token', value: '{clientId} {accessToken}' }],
  ])(
    'T249: a connection that was sealed with %s gives no token and asks nobody',
    async (title, tokenHeader) => {
      const connectionId = `custom~acme~${title.replace(/[^A-Za-z]/g, '').toLowerCase()}`;
      const key = { workspaceId: WORKSPACE, connectionId };
      await connectOwnApp(world.ports, key, { tokenHeader, apiHosts: [HOST] });
      const asked = world.requests.length;
      const answer = await injectedFrom(connectionId);
      expect(answer).toMatchObject({ isAuthorized: false, context: { reason: 'temporarily_unavailable' } });
      expect(JSON.stringify(answer)).not.toContain('access-0');
      const refreshed = refreshConnection(world.ports, { key, deadline: world.now() + 60_000 });
      await expect(refreshed).rejects.toMatchObject({ name: 'ForeignDestination' });
      expect(world.requests.length).toBe(asked);
    },
  );
});
