/** Two connections of one account at one app: the end of the first must leave the second alive. */
import { expect } from 'vitest';
import { openTokens } from '../../src/broker/connection/open-tokens.ts';
import { endConnection } from '../../src/broker/disconnect/end-connection.ts';
import { complete, consent } from './consenting.ts';
import { connect, registerApp } from './run-journey.ts';
import { WORKSPACE, type World } from './world.ts';

export async function sharesAccount(world: World): Promise<void> {
  const { ports, running, scripted } = world;
  // A consent that ends the grant of the one before leaves nothing to share.
  if (scripted.tokens.consentEndsGrant) return;
  await registerApp(world);
  await connect(world);
  await complete(world, await consent(world, { label: 'second' }));
  const key = { workspaceId: WORKSPACE, connectionId: `${scripted.provider}~second` };
  const record = await ports.connections.read(key);
  const access = record && (await openTokens(ports, key, record)).access?.reveal();
  expect(access !== undefined && running.isLive(access)).toBe(true);
  const first = { workspaceId: WORKSPACE, connectionId: scripted.provider };
  await endConnection(ports, { key: first, actor: 'ada' });
  expect(running.isLive(access ?? '')).toBe(true);
}
