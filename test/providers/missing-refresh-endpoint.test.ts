/**
 * A provider whose documents name two refresh endpoints: the second is asked once where the first is not there, and the log says so.
 * Covers src/broker/refresh/ask-provider.ts, src/oauth/token-failure.ts, src/oauth/resolve-facts.ts, src/providers/figma.ts.
 */
import { afterEach, describe, expect, it } from 'vitest';
import { figma, figmaOtherRefreshEndpoint } from '../../local/scripted-providers/providers/figma.ts';
import type { Answer, ScriptedProvider } from '../../local/scripted-providers/scripted-provider.ts';
import { putVerifiedApp } from '../../src/broker/apps/put-verified-app.ts';
import { refreshConnection } from '../../src/broker/refresh/refresh-connection.ts';
import { connect } from './run-journey.ts';
import { CLIENT, openWorld, WORKSPACE, type World } from './world.ts';

const FIRST = 'POST api.figma.com/v1/oauth/token';
const SECOND = 'POST api.figma.com/v1/oauth/refresh';
const KEY = { workspaceId: WORKSPACE, connectionId: 'figma' };

let world: World;
afterEach(() => world.close());

/** What came of one refresh, and the requests that it made. */
async function refreshed(scripted: ScriptedProvider) {
  world = await openWorld(scripted);
  const { ports, requests, now } = world;
  await putVerifiedApp(ports, { provider: 'figma', clientId: CLIENT.clientId });
  await connect(world);
  requests.length = 0;
  const { outcome } = await refreshConnection(ports, { key: KEY, deadline: now() + 60_000 });
  return { outcome, requests, record: await ports.connections.read(KEY) };
}

const reports = () =>
  world.logged.map((line) => JSON.parse(line)).filter(({ event }) => event === 'refresh_endpoint_missing');

/** The first endpoint answers this to refreshes, and the second one is as documented. */
const answering = (missing: Answer): ScriptedProvider => ({
  ...figmaOtherRefreshEndpoint,
  token: { ...figma.token, refreshAt: { at: SECOND, missing } },
});

describe('the second refresh endpoint', () => {
  it('is not asked where the first one answers', async () => {
    const { outcome, requests } = await refreshed(figma);
    expect([outcome, requests]).toEqual(['refreshed', [FIRST]]);
    expect(reports()).toEqual([]);
  });

  it.each<[string, Answer]>([
    ['in words', figmaOtherRefreshEndpoint.token.refreshAt?.missing ?? { status: 404 }],
    ['with an empty body', { status: 404 }],
    [
      'with a page',
      { status: 404, headers: { 'content-type': 'text/html' }, body: '<html>Not found</html>' },
    ],
    ['with a code that nobody knows', { status: 404, body: { error: 'not_found' } }],
  ])(
    'is asked once where the first one is not there, %s, and the log names the provider',
    async (_how, missing) => {
      const { outcome, requests, record } = await refreshed(answering(missing));
      expect([outcome, requests]).toEqual(['refreshed', [FIRST, SECOND]]);
      expect(record).toMatchObject({ status: 'active', generation: 2 });
      expect(reports()).toMatchObject([{ level: 'error', provider: 'figma', ...KEY }]);
    },
  );

  it.each<[string, Answer, string]>([
    ['refuses the grant', { status: 400, body: { error: 'invalid_grant' } }, 'dead'],
    ['refuses the grant with the wrong status', { status: 404, body: { error: 'invalid_grant' } }, 'dead'],
    ['refuses the request', { status: 400, body: { error: 'invalid_request' } }, 'failing'],
    ['forbids', { status: 403, body: '' }, 'failing'],
    ['has gone for good', { status: 410, body: '' }, 'failing'],
    ['fails', { status: 503, body: '' }, 'failing'],
    ['throttles', { status: 429, body: '' }, 'failing'],
  ])('is not asked where the first one %s', async (_what, missing, expected) => {
    const { outcome, requests } = await refreshed(answering(missing));
    expect([outcome, requests]).toEqual([expected, [FIRST]]);
    expect(reports()).toEqual([]);
  });

  it('is asked once: where it is not there either, the grant stays and is tried later', async () => {
    const neither = answering({ status: 404 });
    const { outcome, requests, record } = await refreshed({
      ...neither,
      token: {
        ...neither.token,
        refreshAt: { at: 'POST api.figma.com/elsewhere', missing: { status: 404 } },
      },
      endpoints: { ...neither.endpoints, [SECOND]: () => ({ status: 404 }) },
    });
    expect([outcome, requests]).toEqual(['failing', [FIRST, SECOND]]);
    expect(record).toMatchObject({ status: 'refresh_failing', generation: 1 });
    expect(reports()).toHaveLength(1);
  });
});
