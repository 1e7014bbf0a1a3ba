/**
 * T124 T135: the provider answered 401 to a token that has no clock, or whose clock says that it lives.
 * Covers src/broker/refresh/probe-connection.ts, src/broker/inject/fresh-connection.ts, src/oauth/account/probe-token.ts.
 */
import { afterEach, describe, expect, it } from 'vitest';
import { SCRIPTED_PROVIDERS } from '../../local/scripted-providers/all-providers.ts';
import { putVerifiedApp } from '../../src/broker/apps/put-verified-app.ts';
import { openTokens } from '../../src/broker/connection/open-tokens.ts';
import { answerInjection } from '../../src/broker/inject/answer-injection.ts';
import type { InjectionAnswer } from '../../src/contract/injection-messages.ts';
import { connect } from './run-journey.ts';
import { CLIENT, openWorld, WORKSPACE, type World } from './world.ts';

let world: World;
afterEach(() => world.close());

async function connected(provider: string, variant?: string) {
  const scripted = SCRIPTED_PROVIDERS.find(
    (one) => one.provider === provider && (!variant || one.variant === variant),
  );
  if (!scripted) throw new Error(`no scripted provider is named ${provider}`);
  world = await openWorld(scripted);
  await putVerifiedApp(world.ports, { provider, clientId: CLIENT.clientId });
  await connect(world);
  return { workspaceId: WORKSPACE, connectionId: provider };
}

function inject(rejectedGeneration?: number): Promise<InjectionAnswer> {
  const { ports, scripted, operationId } = world;
  const operation = { id: operationId(), kind: 'call', server: `provider:${scripted.provider}`, tool: 'any' };
  const event = { version: '1', workspaceId: WORKSPACE, operation, rejectedGeneration };
  return answerInjection({ ...ports, verifyCaller: undefined }, JSON.parse(JSON.stringify(event)));
}

const reasonOf = (answer: InjectionAnswer) => (answer.isAuthorized ? 'injected' : answer.context.reason);
const accountLooks = () => world.requests.filter((request) => request.endsWith('/user')).length;

describe('a token without a refresh token', () => {
  it('that the provider still takes is handed out again, after one look at its account endpoint', async () => {
    await connected('github');
    const before = accountLooks();
    const answers = await Promise.all(Array.from({ length: 8 }, () => inject(1)));
    expect(answers.map(reasonOf)).toContain('injected');
    expect(new Set(answers.map(reasonOf))).toEqual(new Set(['injected', 'temporarily_unavailable']));
    expect(accountLooks() - before).toBe(1);
    expect(reasonOf(await inject())).toBe('injected');
    expect(reasonOf(await inject(1))).toBe('temporarily_unavailable');
    world.advance(31_000);
    expect(reasonOf(await inject(1))).toBe('injected');
  });

  it('that the provider refuses is dead, once and for all', async () => {
    const key = await connected('github');
    world.running.endGrant();
    expect(reasonOf(await inject(1))).toBe('reauthorization_required');
    expect(reasonOf(await inject())).toBe('reauthorization_required');
    expect(await world.ports.connections.read(key)).toMatchObject({ reason: 'grant_revoked' });
  });

  it('is not judged by an outage of the account endpoint', async () => {
    const key = await connected('github');
    const { ports } = world;
    for (const status of [403, 404, 429, 500]) {
      world.advance(31_000);
      const refresher = { ...ports.refresher };
      const broken = { ...ports, fetch: async () => new Response('{}', { status }) };
      const { answerRefresh } = await import('../../src/broker/refresh/answer-refresh.ts');
      refresher.refresh = async (each, generation, rejected) =>
        (await answerRefresh(
          broken,
          { version: '1', kind: 'connection', ...each, generation, rejected },
          world.now() + 60_000,
        )) as Awaited<ReturnType<typeof ports.refresher.refresh>>;
      world = { ...world, ports: { ...ports, refresher } };
      expect(reasonOf(await inject(1)), String(status)).toBe('temporarily_unavailable');
    }
    expect(await ports.connections.read(key)).toMatchObject({ status: 'active' });
  });
});

describe('a token with a refresh token', () => {
  it('is refreshed, though no clock says so, and the new one is handed out', async () => {
    const key = await connected('notion');
    const { ports } = world;
    const old = (
      await openTokens(ports, key, (await ports.connections.read(key)) ?? fail())
    ).access?.reveal();
    const answer = await inject(1);
    if (!answer.isAuthorized) throw new Error(answer.context.reason);
    expect(answer.context.generation).toBe(2);
    expect(JSON.stringify(answer.context.headers)).not.toContain(old);
    expect(reasonOf(await inject(1))).toBe('injected');
    expect(await ports.connections.read(key)).toMatchObject({ generation: 2 });
  });

  it('whose grant is dead asks for a person', async () => {
    await connected('google');
    world.running.endGrant();
    expect(reasonOf(await inject(1))).toBe('reauthorization_required');
  });

  it('is not handed out again while it cannot be refreshed', async () => {
    await connected('google');
    world.running.throttleOnce();
    expect(reasonOf(await inject(1))).toBe('temporarily_unavailable');
    expect(reasonOf(await inject())).toBe('injected');
  });
});

function fail(): never {
  throw new Error('not connected');
}
