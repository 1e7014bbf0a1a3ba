/** What the tests of a disconnect share: one world a file, connections of the demo provider, and what their tokens are worth there. */
import { afterAll, beforeAll, expect } from 'vitest';
import { appCredentials } from '../../src/broker/apps/oauth-app-credentials.ts';
import { openTokens } from '../../src/broker/connection/open-tokens.ts';
import type { Ports } from '../../src/broker/ports.ts';
import { refreshTokens } from '../../src/oauth/token-endpoint.ts';
import { Secret } from '../../src/vault/secret.ts';
import { startWorld, type World } from './world.ts';

export let world: World;

/** Registers the hooks of the test file that calls it. */
export function beginDisconnecting(): void {
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.close());
}

export const HOUR = 3_600_000;
let labels = 0;
export async function connected() {
  const label = `d${labels++}`;
  await world.connect(world.ada, 'acme', { provider: 'demo', label });
  const key = { workspaceId: 'acme', connectionId: `demo~${label}` };
  const { ports } = world.environment;
  const record = await ports.connections.read(key);
  if (!record) throw new Error('not connected');
  const { access, refresh } = await openTokens(ports, key, record);
  const [accessToken, refreshToken] = [access, refresh].map((token) => token?.reveal() ?? '');
  return { key, label, ports, accessToken: accessToken ?? '', refreshToken: refreshToken ?? '' };
}
export const read = (key: { workspaceId: string; connectionId: string }) =>
  world.environment.ports.connections.read(key);
export const worksAtProvider = async (accessToken: string) =>
  (
    await fetch(`${world.environment.urls.demoProvider}/api/notes`, {
      headers: { authorization: `Bearer ${accessToken}` },
    })
  ).status === 200;
/** With the demo provider's verified app, as token-refresh would. */
export const refreshesAtProvider = async (refreshToken: string) => {
  const { ports } = world.environment;
  const verified = (await ports.apps.newest('verified', 'demo')) ?? expect.unreachable();
  const { uid: appUid, clientId } = verified;
  const app = { provider: 'demo', appOwner: 'verified', appVersion: 1, appUid, clientId };
  const credentials = await appCredentials(ports, { workspaceId: 'acme', connectionId: 'demo' }, app);
  const asked = { refreshToken: new Secret(refreshToken), redirectUri: '' };
  return refreshTokens(credentials ?? expect.unreachable(), asked).then(
    () => true,
    () => false,
  );
};
/** The same ports with an egress that answers the revocation endpoint itself. */
export const revocationAnswers = (answer: () => Response): Ports => ({
  ...world.environment.ports,
  fetch: async (request) =>
    request.url.endsWith('/revoke') ? answer() : world.environment.ports.fetch(request),
});
