/** Journeys in which the server of a connection asks for more scopes: its challenges, and the answers of people. */
import { beforeEach, expect } from 'vitest';
import type { InjectPorts } from '../../src/broker/inject/inject-ports.ts';
import type { InjectionAnswer, Refusal } from '../../src/contract/injection-messages.ts';
import { beginInjecting, inject, key, type Overrides, world } from './injecting.ts';

/** What the server of the tests asked for beyond the connection's scopes is kept here. Each test begins without it. */
export const item = { ...key, serverId: 'demo-notes' };

/** Registers the hooks of the test file that calls it. */
export function beginChallenging(): void {
  beginInjecting();
  beforeEach(() => world.environment.ports.stepUps.delete(item, {}));
}

export const generation = async () =>
  (await world.environment.ports.connections.read(key))?.generation ?? expect.unreachable();

/** What a client sends after a 403 of the server. */
export async function challenge(scopes: string[], more: Overrides = {}, patch: Partial<InjectPorts> = {}) {
  const about = { challengedScopes: scopes, challengedGeneration: await generation() };
  return inject({ ...about, ...more }, patch);
}

export const refusalOf = (answer: InjectionAnswer): Refusal =>
  answer.isAuthorized ? expect.unreachable() : answer.context;
export const pageOf = async (answer: Promise<InjectionAnswer>) => refusalOf(await answer).connectUrl;
export const consentAgain = () => world.connect(world.ada, 'acme');

export const decline = (server = 'demo-notes') =>
  world.ada.request('POST', '/v1/workspaces/acme/connections/demo/step-up-declined', { server });
