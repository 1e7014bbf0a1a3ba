/**
 * T236: a withdrawn grant is noticed at the first call, though the MCP server answers HTTP 200.
 * Covers client/src/call-with-token.ts, client/src/after-answer.ts, src/broker/refresh/probe-connection.ts.
 */
import { afterEach, describe, expect, it } from 'vitest';
import { createInjector, type InjectingFetchOptions, injectingFetch } from '../../client/src/index.ts';
import { SCRIPTED_PROVIDERS } from '../../local/scripted-providers/all-providers.ts';
import { putVerifiedApp } from '../../src/broker/apps/put-verified-app.ts';
import { answerInjection } from '../../src/broker/inject/answer-injection.ts';
import { posted, toolCall } from '../client/upstream.ts';
import { connect } from './run-journey.ts';
import { CLIENT, openWorld, WORKSPACE, type World } from './world.ts';

let world: World;
afterEach(() => world.close());

const REFUSED = { content: [{ type: 'text', text: 'Error: 401 Unauthorized' }], isError: true };

/** A server in front of the provider's API, and a runtime that calls it. `answer` is the result of each call. */
async function connected(
  provider: string,
  answer: () => object,
  options: Partial<InjectingFetchOptions> = {},
) {
  const scripted = SCRIPTED_PROVIDERS.find((one) => one.provider === provider) ?? expect.unreachable();
  world = await openWorld(scripted);
  await putVerifiedApp(world.ports, { provider, clientId: CLIENT.clientId });
  await connect(world);
  let asked = 0;
  const injector = createInjector({
    functionName: 'f',
    system: { now: world.now },
    client: {
      async send(command) {
        asked += 1;
        const event = JSON.parse(Buffer.from((command.input as { Payload: Uint8Array }).Payload).toString());
        const answered = await answerInjection({ ...world.ports, verifyCaller: undefined }, event);
        return { Payload: Buffer.from(JSON.stringify(answered)) };
      },
    },
  });
  const server = `provider:${provider}`;
  const host = world.ports.servers.get(server)?.registration.allowedHosts[0] ?? expect.unreachable();
  const calls: unknown[] = [];
  const fetch = injectingFetch({
    injector,
    workspaceId: WORKSPACE,
    server,
    system: { now: world.now },
    fetch: async (_url, init) => {
      calls.push(init?.body);
      return Response.json({ jsonrpc: '2.0', id: 1, result: answer() });
    },
    ...options,
  });
  const call = () => fetch(`https://${host}/mcp`, posted(toolCall('write')));
  return { call, calls, key: { workspaceId: WORKSPACE, connectionId: provider }, asked: () => asked };
}

describe('T236: a grant that was withdrawn at the provider', () => {
  it.each(['github', 'slack', 'slack-user', 'google', 'notion', 'hubspot'])(
    'of %s is answered with "connect again" by the first call',
    async (provider) => {
      const { call, calls, key } = await connected(provider, () => REFUSED);
      world.running.endGrant();
      await expect(call()).rejects.toMatchObject({
        reason: 'reauthorization_required',
        connectUrl: expect.stringContaining(`connect=${provider}`),
      });
      expect(calls).toHaveLength(1);
      expect(await world.ports.connections.read(key)).toMatchObject({ status: 'reauthorization_required' });
    },
  );
});

describe('T236: a server that says so again and again', () => {
  /** A second between two calls. */
  async function callTimes(times: number, call: () => Promise<Response>) {
    const before = world.requests.length;
    for (let time = 0; time < times; time += 1) {
      await (await call()).text();
      world.advance(1_000);
    }
    return world.requests.length - before;
  }

  it.each([
    ['github', 1_000],
    ['google', 200],
  ])(
    'in errors, though %s takes the token, has it asked about every 30 seconds at most in %i calls, and its tool runs once a call',
    async (provider, times) => {
      const { call, calls, key } = await connected(provider, () => REFUSED);
      const requests = await callTimes(times, call);
      expect(calls).toHaveLength(times);
      expect(requests).toBeGreaterThan(0);
      expect(requests).toBeLessThanOrEqual(times / 30 + 2);
      expect(await world.ports.connections.read(key)).toMatchObject({ status: 'active' });
    },
    60_000,
  );

  it('in results that succeeded has it asked about never', async () => {
    const text = 'From: ops\n\n401 Unauthorized: invalid_token, Bad credentials {"status":401}';
    const { call, calls, asked } = await connected(
      'github',
      () => ({
        content: [{ type: 'text', text }],
        structuredContent: { status: 401, error: 'invalid_token' },
      }),
      { isSafeToRepeat: () => true },
    );
    expect(await callTimes(1_000, call)).toBe(0);
    expect([calls.length, asked()]).toEqual([1_000, 1_000]);
  }, 60_000);
});
