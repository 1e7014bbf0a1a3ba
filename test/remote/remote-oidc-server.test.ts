/**
 * A remote MCP server behind a real authorization server: registered by its address, connected, called.
 * Covers local/remote-server/authorization-server.ts, local/remote-server/notes-server.ts,
 * local/remote-server/start-remote-server.ts, local/oidc-interactions.ts.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ApiClient, consent } from '../../local/demo/api-client.ts';
import { type LocalEnvironment, startEnvironment } from '../../local/environment.ts';
import { walkSignIn } from '../../local/walk-sign-in.ts';
import { callRemoteTool } from './call-remote-tool.ts';
import { remoteOidcServer } from './remote-oidc-server.ts';

const SILENT = { info: () => undefined, warn: () => undefined, error: () => undefined };

const stateDir = mkdtempSync(join(tmpdir(), 'connections-remote-'));
let environment: LocalEnvironment;
let ada: ApiClient;
let callerToken: string;
beforeAll(async () => {
  environment = await startEnvironment({
    stateDir,
    tickSeconds: 0,
    log: SILENT,
    workspaceServers: 'allow-private-addresses-of-servers-beside-the-runtime',
  });
  const { identityProvider: issuer, dashboard: dashboardUrl, api } = environment.urls;
  callerToken = (await walkSignIn({ issuer, dashboardUrl, person: 'ada' })).accessToken;
  ada = new ApiClient(api, callerToken);
});
afterAll(async () => {
  await environment?.close();
  rmSync(stateDir, { recursive: true, force: true });
});

/** Each test has a server of its own. */
let id = 'notes';
let count = 0;
beforeEach(() => {
  count += 1;
  id = `notes-${count}`;
});

/** Registers the server, as an admin does who confirms what the first answer names. */
async function register(url: string) {
  const path = `/v1/workspaces/acme/mcp-servers/${id}`;
  const asked = await ada.request<{ code: string; confirm: { issuer: string } }>('PUT', path, { url });
  expect(asked).toMatchObject({ status: 409, body: { code: 'confirmation_needed' } });
  const { confirm: confirmed } = asked.body;
  return ada.request<{ redirectUri: string }>('PUT', path, { url, confirmed });
}

async function connect(more = {}) {
  const started = await ada.start('acme', { provider: `remote~${id}`, ...more });
  if (started.status !== 201) return started;
  return ada.complete('acme', await consent(started.body, 'ada@demo.test', environment.urls.dashboard));
}

function call(url: string, tool: string): Promise<string> {
  const { lambda } = environment.urls;
  const who = { lambda, callerToken, workspaceId: 'acme', server: id };
  return callRemoteTool({ ...who, url, tool, arguments: { text: 'milk' } });
}

describe('a remote server behind oidc-provider', () => {
  it('is registered, confirmed and connected, and its tool is called with a token for that resource', async () => {
    const { url, notes, authorization } = await remoteOidcServer();
    expect(await register(url)).toMatchObject({
      status: 200,
      body: { authorization: { client: 'dynamic' } },
    });
    expect(await connect()).toMatchObject({
      status: 200,
      body: { status: 'active', account: 'ada@demo.test' },
    });
    expect(await call(url, 'add_note')).toBe('Added to the notes of ada@demo.test, who has 1 now.');
    expect(notes.get('ada@demo.test')).toEqual(['milk']);
    const asked = authorization.requests.filter(({ route }) => ['authorization', 'token'].includes(route));
    expect(asked.length).toBeGreaterThanOrEqual(2);
    expect(asked.map(({ params }) => params.resource)).toEqual(asked.map(() => url));
    const [registered] = authorization.requests.filter(({ route }) => route === 'registration');
    expect(registered).toMatchObject({ status: 201, params: { application_type: 'native' } });
  });

  it('that refuses registration says so, and takes a client that was put by hand', async () => {
    const { url, authorization } = await remoteOidcServer({ registration: 'refused' });
    const refused = await register(url);
    expect(refused).toMatchObject({ status: 424, body: { code: 'registration_refused' } });
    await authorization.register({ clientId: 'by-hand', redirectUris: [refused.body.redirectUri] });
    const put = await ada.request('PUT', `/v1/workspaces/acme/oauth-apps/remote~${id}`, {
      clientId: 'by-hand',
    });
    expect(put.status).toBe(200);
    expect(await connect()).toMatchObject({ status: 200, body: { status: 'active' } });
    expect(await call(url, 'add_note')).toContain('Added');
  });

  it('that says nothing of the account asks before it replaces one', async () => {
    const { url } = await remoteOidcServer({ tellsAccount: false });
    await register(url);
    expect(await connect()).toMatchObject({ status: 200, body: { status: 'active' } });
    expect(await connect()).toMatchObject({ status: 409, body: { code: 'account_unknown' } });
    expect(await connect({ replaceAccount: true })).toMatchObject({ status: 200 });
  });
});
