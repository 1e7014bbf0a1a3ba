/**
 * From a pasted address to the result of a tool, with unmodified clients of both lines of the SDK and their own sign-in, in an
 * environment as `npm start` makes it. No token is minted.
 * Covers local/endpoint-server.ts, src/endpoint/challenge.ts, src/endpoint/metadata.ts, src/endpoint/authorize-visit.ts,
 * src/endpoint/tools/answer-failure.ts, src/endpoint/tools/pass-progress.ts, local/identity-provider.ts.
 */
import type { UrlElicitationRequiredError } from '@modelcontextprotocol/client';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { ROUTES, type Route } from '../../src/contract/routes.ts';
import { textOf } from '../client/mcp-clients.ts';
import { ADA_AT_DEMO, startWorld, type World } from '../journeys/world.ts';
import { KeptSignIn } from '../local/sign-in/kept-sign-in.ts';
import type { Tokens } from '../local/sign-in/world.ts';
import { LINES, type PersonsClient, type Show, signedInClient } from './own-sign-in.ts';
import { startUpstreamServer, text } from './upstream-server.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld({ workspaceServers: 'allow-private-addresses-of-servers-beside-the-runtime' });
});
beforeEach(async () => {
  for (const workspace of ['acme', '~me']) await world.ada.disconnect(workspace, 'demo');
});
afterAll(() => world?.close());

/** An injector remembers the address of a server for a while, so each test registers one of its own. */
let count = 0;

const pageOf = (workspace: string) =>
  `${world.environment.urls.dashboard}/?connect=demo&workspace=${workspace.replace('~', '%7E')}`;
/** What the dashboard does when Ada presses “Connect”. */
const connectOver = (workspace: string) =>
  world.connect(world.ada, workspace, { provider: 'demo' }, ADA_AT_DEMO);
const tokensIn = ({ kept }: { kept: unknown }) => kept as Tokens;

/** The page that the refusal of a call names, for a client that shows no pages itself. */
async function pageIn(client: PersonsClient, name: string): Promise<string> {
  const result = await client.call(name);
  expect(result).toMatchObject({ isError: true });
  return textOf(result);
}

describe.each(LINES)('%s', (_name, era, newAttempt) => {
  it.each([
    ['/acme', 'acme', 'demo-notes__list_notes'],
    ['/acme/demo-notes', 'acme', 'list_notes'],
    ['/~me', '~me', 'demo-notes__list_notes'],
  ])('signs in at %s, lists, is led to the page, and calls the same tool', async (path, workspace, tool) => {
    const { client, kept, consentPage } = await signedInClient(newAttempt, world, { path });
    onTestFinished(() => client.close());
    expect(consentPage).toContain(`${world.environment.urls.endpoint}${path}`);
    expect(kept.client).toHaveProperty('client_id');
    expect(decodeJwt(tokensIn(kept).access_token)).toMatchObject({
      aud: `${world.environment.urls.endpoint}${path}`,
      sub: 'ada',
    });
    expect((await client.listTools()).tools.map(({ name }) => name)).toContain(tool);
    expect(await pageIn(client, tool)).toContain(pageOf(workspace));
    await connectOver(workspace);
    expect(textOf(await client.call(tool))).toContain(ADA_AT_DEMO);
  });

  it('T030: shows the page, if it can, in the form of its era', async () => {
    const shown: string[] = [];
    const show: Show = async (url) => {
      shown.push(url);
      await connectOver('acme');
    };
    const { client } = await signedInClient(newAttempt, world, { path: '/acme', show });
    onTestFinished(() => client.close());
    const call = () => client.call('demo-notes__list_notes');
    if (era === 'legacy') {
      const error = (await call().catch((thrown: unknown) => thrown)) as UrlElicitationRequiredError;
      expect(error.code).toBe(-32042);
      await show(error.elicitations[0]?.url ?? '');
    }
    expect(textOf(await call())).toContain(ADA_AT_DEMO);
    expect(shown).toEqual([expect.stringContaining(pageOf('acme'))]);
  });

  it('gets the progress of a streamed call before its result', async () => {
    let goOn: () => void = () => undefined;
    const { url, received } = await startUpstreamServer({
      tools: [{ name: 'work' }],
      call: async (_params, { mcpReq }) => {
        const opened = new Promise<void>((resolve) => {
          goOn = resolve;
        });
        const params = { progressToken: mcpReq._meta?.progressToken ?? 'none', progress: 1, message: 'half' };
        await mcpReq.notify({ method: 'notifications/progress', params });
        await opened;
        return text('done');
      },
    });
    count += 1;
    const id = `tide-${count}`;
    const path = `/v1/workspaces/acme/mcp-servers/${id}`;
    const placements = [{ in: 'header', name: 'Authorization', value: 'Bearer {accessToken}' }];
    const server = { ...{ name: 'Tide', url, provider: 'demo', placements }, scopes: ['notes:read'] };
    expect(await world.ada.request('PUT', path, server)).toMatchObject({ status: 200 });
    onTestFinished(async () => void (await world.ada.request('DELETE', path)));
    await connectOver('acme');

    const { client, kept } = await signedInClient(newAttempt, world, { path: '/acme' });
    onTestFinished(() => client.close());
    expect((await client.listTools()).tools.map(({ name }) => name)).toContain(`${id}__work`);
    const seen: unknown[] = [];
    const result = await client.call(`${id}__work`, ({ message }) => {
      seen.push(message);
      // The server goes on only when the client has its progress.
      goOn();
    });
    expect([seen, textOf(result)]).toEqual([['half'], 'done']);
    const calls = received.filter(({ body }) => body.includes('"tools/call"'));
    expect(calls).toHaveLength(1);
    expect(JSON.stringify(received)).not.toContain(tokensIn(kept).access_token);
  });
});

const PATH: Record<string, string> = {
  ...{ ws: 'acme', connectionId: 'demo', sessionId: 'A'.repeat(43), provider: 'demo' },
  ...{ serverId: 'demo-notes', person: 'A'.repeat(43) },
};
const GUARDED = (ROUTES as readonly Route[]).filter(({ access }) => access !== 'public');

describe('T225: Ada’s token of an MCP client', () => {
  const send = (token: string, { method, path, body }: Route) =>
    fetch(
      `${world.environment.urls.api}${path.replace(/\{(\w+)\}/g, (_all, name: string) => PATH[name] ?? name)}`,
      {
        method: method.toUpperCase(),
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        ...(body && { body: '{}' }),
      },
    );
  /** All that Ada can see of her workspace. */
  const seen = async () => {
    const paths = ['connections', 'activity', 'calls', 'mcp-servers', 'oauth-apps', 'people'];
    return Promise.all(paths.map((path) => world.ada.request('GET', `/v1/workspaces/acme/${path}`)));
  };

  it.each(['', '/acme', '/~me'])(
    'for %j is refused by every route of the HTTP API, and changes nothing',
    async (path) => {
      await connectOver('acme');
      const [[, , newAttempt]] = LINES;
      const kept = new KeptSignIn();
      const connected = signedInClient(newAttempt, world, { path, kept });
      // At the bare address the sign-in works too; then a person of several workspaces is told of their addresses.
      if (path === '') await expect(connected).rejects.toThrow();
      else await (await connected).client.close();
      const { access_token, refresh_token } = tokensIn(kept);
      expect(decodeJwt(access_token).aud).toBe(`${world.environment.urls.endpoint}${path}`);
      const before = await seen();
      for (const token of [access_token, refresh_token ?? expect.unreachable()])
        for (const route of GUARDED) {
          const answer = await send(token, route);
          expect([route.operationId, answer.status, await answer.json()]).toEqual([
            route.operationId,
            401,
            expect.objectContaining({ code: 'unauthenticated' }),
          ]);
        }
      expect(await seen()).toEqual(before);
      expect(before[0]).toMatchObject({ status: 200, body: { connections: [{ status: 'active' }] } });
    },
  );
});
