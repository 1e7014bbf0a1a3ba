/**
 * What a completion makes of an answer of the token endpoint that is not the ordinary one.
 * Covers src/broker/connect/redeem-code.ts, src/broker/connect/identify-owner.ts, src/broker/tokens/granted-scopes.ts.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Caller } from '../../src/broker/caller.ts';
import { completeConnect } from '../../src/broker/connect/complete-connect.ts';
import type { Ports } from '../../src/broker/ports.ts';
import { ADA_AT_DEMO, completionOf, startWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

const connectionIds = async () => (await world.ada.connections('acme')).body.connections.map(({ id }) => id);
const ada = (): Caller => ({
  issuer: world.environment.urls.identityProvider,
  subject: 'ada',
  roles: new Map([['acme', 'member']]),
});

describe('an answer to the exchange', () => {
  it.each([
    ['T045: another token_type', { token_type: 'DPoP' }, 'provider_unreachable'],
    ['T045: no access_token', { access_token: undefined }, 'provider_unreachable'],
    ['T149: a line break in the token', { access_token: 'a\r\nX-Evil: 1' }, 'provider_unreachable'],
  ])('%s ends the exchange and stores nothing', async (title, patch, code) => {
    const label = title.slice(0, 4).toLowerCase() + Object.keys(patch)[0]?.replaceAll('_', '-');
    const returned = await world.consented(world.ada, 'acme', { provider: 'demo', label });
    const { ports } = world.environment;
    const { fetch } = ports;
    const lying: Ports['fetch'] = async (request) => {
      const answer = await fetch(request);
      if (!request.url.endsWith('/token')) return answer;
      return Response.json({ ...((await answer.json()) as object), ...patch });
    };
    const input = { caller: ada(), workspaceId: 'acme', ...completionOf(returned) };
    const attempt = completeConnect({ ...ports, fetch: lying }, input);
    await expect(attempt).rejects.toMatchObject({ code });
    expect(await connectionIds()).not.toContain(`demo~${label}`);
  });

  it('T022: an ID token of nobody we know is not looked at: the account is what its endpoint says', async () => {
    const returned = await world.consented(world.ada, 'acme', { provider: 'demo', label: 'idtoken' });
    const { ports } = world.environment;
    const { fetch } = ports;
    const forging: Ports['fetch'] = async (request) => {
      const answer = await fetch(request);
      if (!request.url.endsWith('/token')) return answer;
      const claims = Buffer.from('{"sub":"mallory","email":"mallory@evil.example"}').toString('base64url');
      return Response.json({
        ...((await answer.json()) as object),
        id_token: `eyJhbGciOiJub25lIn0.${claims}.`,
      });
    };
    const input = { caller: ada(), workspaceId: 'acme', ...completionOf(returned) };
    const { connection } = await completeConnect({ ...ports, fetch: forging }, input);
    expect(connection.accountLabel).toBe(ADA_AT_DEMO);
  });

  it('T044: fewer scopes granted than asked are stored and shown as granted', async () => {
    const returned = await world.consented(world.ada, 'acme', { provider: 'demo', label: 'fewer' });
    const { ports } = world.environment;
    const { fetch } = ports;
    const narrowing: Ports['fetch'] = async (request) => {
      const answer = await fetch(request);
      if (!request.url.endsWith('/token')) return answer;
      return Response.json({ ...((await answer.json()) as object), scope: 'openid email notes:read' });
    };
    const input = { caller: ada(), workspaceId: 'acme', ...completionOf(returned) };
    await completeConnect({ ...ports, fetch: narrowing }, input);
    const { body } = await world.ada.request<{ missingScopes: string[] }>(
      'GET',
      '/v1/workspaces/acme/connections/demo~fewer',
    );
    expect(body.missingScopes.sort()).toEqual(['offline_access', 'tasks:read']);
  });
});
