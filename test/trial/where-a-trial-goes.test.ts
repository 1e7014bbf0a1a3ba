/**
 * T240: the function as it is deployed reaches public addresses alone, whatever is registered and whatever a name resolves to.
 * Covers src/egress/server-fetch.ts, src/egress/open-request.ts, src/trial/ask-injector.ts, src/trial/notice-failures.ts.
 */
import dns, { type LookupAddress } from 'node:dns';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { verifyPeople } from '../../local/verify-people.ts';
import { answerRuntime } from '../../src/broker/inject/answer-runtime.ts';
import { LIMITS } from '../../src/broker/limits.ts';
import type { Injection, InjectionRequest } from '../../src/contract/injection-messages.ts';
import { createServerFetch } from '../../src/egress/server-fetch.ts';
import { createServerTrial } from '../../src/http/server-trial.ts';
import type { TrialPorts } from '../../src/trial/trial-ports.ts';
import { startTrialServer, type TrialServer } from './trial-server.ts';
import { type Answer, REGISTRATION, startTrialWorld, type TrialWorld } from './trial-world.ts';

let world: TrialWorld;
let recorder: TrialServer;
beforeAll(async () => {
  world = await startTrialWorld();
  recorder = await startTrialServer();
  await world.register('own', { ...REGISTRATION, url: recorder.url });
});
afterAll(async () => {
  recorder.close();
  await world.close();
});
beforeEach(async () => {
  shown = await world.shown('own');
});
afterEach(() => vi.restoreAllMocks());

const TOKEN = 'canary-of-the-injection';
/** The URL of the server and the time of the connection, as the page showed them to the person who confirmed the trial. */
let shown: { url: string; connectedAt: string };

/** Makes a trial with the function that lambdas/server-trial.ts builds. `patch` can replace the injector of the world. */
async function tried(patch: Partial<TrialPorts> = {}): Promise<{ status: number; body: Answer }> {
  const { ports, urls } = world.environment;
  const verifyCaller = verifyPeople(urls.identityProvider, ports);
  const app = createServerTrial(
    {
      invokeInjector: (request) => answerRuntime({ ...ports, verifyCaller }, request),
      serverFetch: createServerFetch({ deadline: LIMITS.trial, maxBody: LIMITS.trialAnswer }),
      ...{ clock: ports.clock, random: ports.random, log: ports.log },
      ...patch,
    },
    { log: ports.log, verifyCaller, newCorrelationId: () => 'an-id' },
  );
  const response = await app.request('/v1/workspaces/acme/mcp-servers/own/trial', {
    method: 'POST',
    headers: { authorization: `Bearer ${world.tokens.ada}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      ...{ operationId: world.operationId(), tool: 'read_notes' },
      confirmed: { server: 'own', tool: 'read_notes', connectionId: 'demo', ...shown },
    }),
  });
  return { status: response.status, body: (await response.json()) as Answer };
}

const injecting = (more: Partial<Injection>) => {
  // The person confirms the URL that the injector answers, so that the trial is not refused before it is sent.
  shown = { ...shown, ...(more.url !== undefined && { url: more.url }) };
  return {
    invokeInjector: async () => ({
      isAuthorized: true,
      context: {
        ...{ connectionId: 'demo', generation: 1, headers: { Authorization: `Bearer ${TOKEN}` } },
        ...{ removeHeaders: [], allowedHosts: [], binding: 'request', maxUses: 1 },
        ...{ expiresAt: new Date(world.now() + 60_000).toISOString(), connectedAt: shown.connectedAt },
        ...more,
      },
    }),
  };
};
const at = (url: string) => injecting({ url, allowedHosts: [new URL(url).host] });

describe('T240: a trial does not reach', () => {
  it('a server that was registered on this machine, which a runtime beside it may reach', async () => {
    const { status, body } = await tried();
    expect([status, body.code, body.failure]).toEqual([424, 'server_unreachable', 'address_refused']);
    expect(recorder.connections).toBe(0);
  });

  it.each([
    'https://127.0.0.1/mcp',
    'https://[::1]/mcp',
    'https://10.0.0.7/mcp',
    'https://172.16.3.4/mcp',
    'https://192.168.0.1/mcp',
    'https://169.254.169.254/latest/meta-data',
    'https://[fd00:ec2::254]/mcp',
    'https://[::ffff:10.0.0.7]/mcp',
    'https://[64:ff9b::a9fe:a9fe]/mcp',
    'https://2130706433/mcp',
    'https://0x7f.1/mcp',
    'https://140.82.121.4:8443/mcp',
    'http://140.82.121.4/mcp',
  ])('%s', async (url) => {
    expect(await tried(at(url))).toMatchObject({ status: 424, body: { failure: 'address_refused' } });
  });

  it.each([
    ['loopback', ['127.0.0.1']],
    ['a private address', ['10.0.0.7']],
    ['the metadata endpoint', ['169.254.169.254']],
    ['a public address and a private one', ['140.82.121.4', '10.0.0.7']],
    ['nothing', []],
  ])('a name that resolves to %s', async (_what, list) => {
    const addresses: LookupAddress[] = list.map((address) => ({ address, family: 4 }));
    const lookup = vi.spyOn(dns, 'lookup');
    lookup.mockImplementation(((_host: string, _options: object, done: (...found: unknown[]) => void) =>
      done(null, addresses)) as never);
    expect((await tried(at('https://mcp.evil.example/mcp'))).body.failure).toBe('address_refused');
    expect(lookup).toHaveBeenCalled();
  });

  it('an address that is not among the allowed hosts, or not the one URL of a remote server', async () => {
    const reached: string[] = [];
    const serverFetch = async (input: unknown) => {
      reached.push(String(input));
      return new Response(null, { status: 500 });
    };
    const url = 'https://a.example/mcp';
    for (const more of [
      { url, allowedHosts: ['b.example'] },
      { url, allowedHosts: ['a.example'], allowedUrl: 'https://a.example/other' },
      { url: 'https://user:secret@a.example/mcp', allowedHosts: ['a.example'] },
    ]) {
      const { body } = await tried({ ...injecting(more), serverFetch });
      expect(body.code).toBe('server_unreachable');
    }
    expect(reached).toEqual([]);
    await tried({ ...injecting({ url, allowedHosts: ['a.example'] }), serverFetch });
    expect(reached.length).toBeGreaterThan(0);
  });
});

describe('T240: what the injector answers', () => {
  it('for another account than the confirmed one goes nowhere', async () => {
    const { status, body } = await tried({
      ...injecting({
        url: recorder.url,
        allowedHosts: [new URL(recorder.url).host],
        connectionId: 'demo~sales',
      }),
      serverFetch: createServerFetch({
        deadline: 5_000,
        maxBody: 1_000,
        allowLoopbackOverHttp_localOnly: true,
      }),
    });
    expect([status, body.code]).toEqual([409, 'confirmation_mismatch']);
    expect(recorder.connections).toBe(0);
  });

  it.each([
    ['nothing', async () => undefined],
    ['something else', async () => ({ isAuthorized: 'yes' })],
    ['with an error', () => Promise.reject(new Error(TOKEN))],
  ])('%s, is not available', async (_what, invokeInjector) => {
    const { status, body } = await tried({ invokeInjector });
    expect([status, body.code]).toEqual([503, 'temporarily_unavailable']);
    expect(world.logged.join()).not.toContain(TOKEN);
  });

  it('is asked for with the person’s token and the confirmed account, once', async () => {
    const asked: InjectionRequest[] = [];
    await tried({
      invokeInjector: async (request) => {
        asked.push(request);
        return { isAuthorized: false, context: { reason: 'not_connected', message: 'Connect.' } };
      },
    });
    expect(asked).toEqual([
      {
        ...{ version: '1', workspaceId: 'acme', connectionId: 'demo', trial: true },
        callerToken: world.tokens.ada,
        operation: { id: expect.any(String), kind: 'call', server: 'own', tool: 'read_notes' },
      },
    ]);
  });

  it('comes too late for a process that ends: the server is not waited for', async () => {
    let elapse: (() => void) | undefined;
    const waiting = tried({
      ...at('https://a.example/mcp'),
      after: (milliseconds, elapsed) => {
        expect(milliseconds).toBe(LIMITS.trial);
        elapse = elapsed;
        return () => undefined;
      },
      serverFetch: (_input, init) =>
        new Promise((_answer, reject) => {
          init?.signal?.addEventListener('abort', () => reject(init.signal?.reason));
          setImmediate(() => elapse?.());
        }),
    });
    expect((await waiting).body).toMatchObject({ code: 'server_unreachable', failure: 'too_slow' });
  });
});
