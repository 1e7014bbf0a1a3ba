/**
 * An admin chooses another account for a server whose registration another admin has changed meanwhile.
 * Covers src/broker/servers/account-alone.ts.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startWorld, type World } from './world.ts';

const OWN = '/v1/workspaces/acme/mcp-servers/own';
const REGISTRATION = {
  ...{ name: 'Own', provider: 'demo', binding: 'request', discovery: true },
  placements: [{ in: 'header', name: 'Authorization', value: 'Bearer {accessToken}' }],
};

let world: World;
beforeAll(async () => {
  world = await startWorld({ workspaceServers: 'allow-private-addresses-of-servers-beside-the-runtime' });
  await world.connect(world.ada, 'acme');
});
afterAll(() => world.close());

const put = (path: string, body: object) => world.ada.request<Record<string, unknown>>('PUT', path, body);

it('keeps the address and the tools that are stored, whatever the page had loaded', async () => {
  const newer = { ...REGISTRATION, url: 'http://127.0.0.1:9/newer', scopes: ['notes:read'], tools: ['list'] };
  await put(OWN, { ...REGISTRATION, url: 'http://127.0.0.1:9/older', scopes: [] });
  await put(OWN, newer);
  const { status, body } = await put(OWN, { connectionId: 'demo' });
  expect([status, body]).toMatchObject([200, { ...newer, connectionId: 'demo' }]);
});

it('keeps the address that a workspace gave to a server of the catalogue, and makes a choice where nothing is stored', async () => {
  const { body } = await put('/v1/workspaces/acme/mcp-servers/demo-tasks', { connectionId: 'demo' });
  expect(body).toMatchObject({ source: 'catalogue', connectionId: 'demo' });
  const again = await put('/v1/workspaces/acme/mcp-servers/demo-tasks', { connectionId: 'demo' });
  expect(again.body).toMatchObject({ url: body.url, connectionId: 'demo' });
});

it('refuses an account of another provider, and a server of which nothing is stored', async () => {
  const other = await put(OWN, { connectionId: 'github' });
  expect([other.status, other.body.code]).toEqual([400, 'server_refused']);
  const none = await put('/v1/workspaces/acme/mcp-servers/nowhere', { connectionId: 'demo' });
  expect([none.status, none.body.code]).toEqual([400, 'server_refused']);
  expect((await world.ada.request('GET', OWN)).body).toMatchObject({ tools: ['list'] });
});
