/**
 * Every provider of the catalogue can be played: from the consent to a withdrawal that is noticed.
 * Covers local/played-providers.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { PLAYABLE, playedScripts } from '../../local/played-providers/playable.ts';
import { readPlayedState } from '../../local/played-providers/played-state.ts';
import { CATALOGUE } from '../../src/providers/catalogue.ts';
import { connectPlayed, type Play, startPlay, withdrawAt } from './playing.ts';

let play: Play;
beforeAll(async () => {
  play = await startPlay({ played: PLAYABLE });
});
afterAll(() => play?.close());

const scripts = playedScripts(PLAYABLE).map((script, index) => ({
  ...script,
  title: `${script.provider} at ${new URL(script.authorization.at).host}`,
  label: `n${index}`,
}));

/** The workspace's own app, where each customer of the provider has one. */
async function putOwnApp(provider: string, variables: Record<string, string>): Promise<void> {
  const { ownApps } = readPlayedState(play.stateDir, PLAYABLE);
  const path = `/v1/workspaces/acme/oauth-apps/${provider}`;
  const put = await play.ada.request('PUT', path, { ...ownApps[provider], variables });
  expect(put).toMatchObject({ status: 200 });
}

/** The tenant that the script names, of those that the account reaches. */
async function chooseTenant(id: string, expected: { labels: string[]; chosen: number }): Promise<void> {
  const { body } = await play.ada.connections('acme');
  const choice = body.connections.find((one) => one.id === id)?.choice;
  expect(choice?.tenants).toEqual(expected.labels);
  const path = `/v1/workspaces/acme/connections/${encodeURIComponent(id)}/tenant`;
  const chosen = await play.ada.request('POST', path, { choice: choice?.id, index: expected.chosen });
  expect(chosen).toMatchObject({
    status: 200,
    body: { status: 'active', tenant: expected.labels[expected.chosen] },
  });
}

it.each(scripts)('$title', async ({ provider, variables, label, app, expected: { tenants } }) => {
  if (app) await putOwnApp(provider, app);
  const apps = CATALOGUE.get(provider)?.products.map(({ id }) => id) ?? [];
  const wanted = {
    provider,
    label,
    apps,
    ...(variables && { variables }),
    ...(app && { app: 'workspace' }),
  };
  const connected = await connectPlayed(play, play.ada, 'acme', wanted);
  const status = tenants ? 'choice_needed' : 'active';
  expect(connected).toMatchObject({ status: 200, body: { status, missingScopes: [] } });
  if (tenants) await chooseTenant(`${provider}~${label}`, tenants);
  await withdrawAt(play, provider);
  const key = { workspaceId: 'acme', connectionId: `${provider}~${label}` };
  const { generation } = (await play.environment.ports.connections.read(key)) ?? expect.unreachable();
  await play.environment.ports.refresher.refresh(key, generation, true);
  const { body } = await play.ada.connections('acme');
  const found = body.connections.find(({ id }) => id === key.connectionId);
  expect(found?.status).toBe('reauthorization_required');
});
