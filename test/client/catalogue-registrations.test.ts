/**
 * Every registration of the catalogue, as our own client uses it: the address that a workspace gives, the function of its
 * binding, and a token that reaches this server and nothing else.
 * Covers src/providers/mcp-server.ts, src/broker/servers/find-server.ts, src/broker/servers/allowed-hosts.ts,
 * client/src/injecting-fetch.ts, client/src/with-session.ts, client/src/with-injected-env.ts.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createInjector,
  type InjectionTarget,
  type InvokingClient,
  injectingFetch,
  NotInjected,
  withInjectedEnv,
  withSession,
} from '../../client/src/index.ts';
import type { Caller } from '../../src/broker/caller.ts';
import { answerRuntime } from '../../src/broker/inject/answer-runtime.ts';
import { LIMITS } from '../../src/broker/limits.ts';
import { putMcpServer } from '../../src/broker/servers/put-mcp-server.ts';
import { isWithoutAddress } from '../../src/contract/servers/server-address.ts';
import type { ServerRegistration } from '../../src/contract/servers/server-registration.ts';
import type { Provider } from '../../src/oauth/provider.ts';
import { fill } from '../../src/oauth/resolve-facts.ts';
import { CATALOGUE } from '../../src/providers/catalogue.ts';
import { added, connection } from '../adapters/samples.ts';
import { startWorld, type World } from '../journeys/world.ts';
import { sampleValues } from '../providers/definition-faults.ts';
import { sealedConnection } from '../setup/sealed-connection.ts';
import { INITIALIZE } from './set-up-session.ts';
import { posted, toolCall } from './upstream.ts';

const ADMIN: Caller = { issuer: 'i', subject: 'ada', roles: new Map([['acme', 'admin']]) };
const TOKEN = 'tok-4f1c99aa77ab';
const PROVIDERS = [...CATALOGUE.values()];
const SERVERS = PROVIDERS.flatMap(({ servers }) => servers);

let world: World;
beforeAll(async () => {
  world = await startWorld();
  await Promise.all(PROVIDERS.map(connectionOf));
});
afterAll(() => world.close());

async function connectionOf(provider: Provider): Promise<void> {
  const { vault, connections } = world.environment.ports;
  const key = { workspaceId: 'acme', connectionId: provider.id };
  const record = {
    ...connection,
    provider: provider.id,
    variables: sampleValues(provider),
    facts: factsOf(provider),
    grantedScopes: provider.servers.flatMap(({ scopes }) => scopes),
    accessExpiresAt: world.now() + 3_600_000,
  };
  await connections.add(key, added(sealedConnection(await vault.sealer(), key, record, { access: TOKEN })));
}

/** What the provider's answers said of the account and of the tenant. */
function factsOf(provider: Provider): Record<string, string> {
  const names = Object.keys(provider.oauth.connectionFactPatterns ?? {});
  return Object.fromEntries(Object.entries(sampleValues(provider)).filter(([name]) => names.includes(name)));
}

const valuesOf = ({ provider }: ServerRegistration) => sampleValues(CATALOGUE.get(provider) as Provider);

/** Where the server is: a workspace runs those that the catalogue gives no address. */
const urlOf = (server: ServerRegistration) =>
  fill(server.url ?? `https://servers.acme.example/${server.id}/mcp`, valuesOf(server));

async function giveAddress(server: ServerRegistration): Promise<void> {
  const { ports } = world.environment;
  const input = { caller: ADMIN, workspaceId: 'acme', serverId: server.id, server: { url: urlOf(server) } };
  await putMcpServer({ ...ports, hosts: { ...ports.hosts, isPublic: async () => true } }, input);
  // Until then a process may still know that there was no address.
  world.advance(LIMITS.ownServerAge);
}

/** Whatever another test gave it. */
async function takeAddress({ id }: ServerRegistration): Promise<void> {
  await world.ada.request('DELETE', `/v1/workspaces/acme/mcp-servers/${id}`);
  world.advance(LIMITS.ownServerAge);
}

const client: InvokingClient = {
  send: async (command) => {
    const event = JSON.parse(Buffer.from(command.input.Payload as Uint8Array).toString());
    const answer = await answerRuntime({ ...world.environment.ports, verifyCaller: undefined }, event);
    return { Payload: Buffer.from(JSON.stringify(answer)), $metadata: { attempts: 1 } };
  },
};

/** What reached a server: the host and everything that a request or an environment said. */
type Reached = { host: string; text: string }[];

function target(server: ServerRegistration) {
  const injector = createInjector({ functionName: 'f', client, system: { now: world.now } });
  const reached: Reached = [];
  const fetch = async (input: string | URL | Request, init?: RequestInit) => {
    const headers = JSON.stringify([...new Headers(init?.headers)]);
    reached.push({ host: new URL(String(input)).host, text: String(input) + headers });
    return Response.json({ jsonrpc: '2.0', id: 1, result: {} });
  };
  const options: InjectionTarget & { fetch: typeof fetch; system: { now: () => number } } = {
    ...{ injector, workspaceId: 'acme', server: server.id, fetch, system: { now: world.now } },
  };
  return { injector, options, reached };
}

async function call(server: ServerRegistration): Promise<Reached> {
  const { options, reached } = target(server);
  const tool = server.tools?.[0] ?? 'a_tool';
  const url = urlOf(server);
  if (server.binding === 'request') {
    const send = injectingFetch({ ...options, discovery: server.discovery });
    await send(url, posted(toolCall(tool)));
  } else if (server.binding === 'session')
    await withSession({ ...options, url, tool }, async (send) => {
      await send(url, INITIALIZE);
      await send(url, posted(toolCall(tool)));
    });
  else
    await withInjectedEnv({ ...options, tool }, async (env) =>
      reached.push({ host: '', text: Object.values(env).join() }),
    );
  return reached;
}

/** Some servers take their value in base64. */
const withDecodedValues = (text: string): string =>
  text.replace(/[\w+/]{16,}={0,2}/g, (word) => `${word} ${Buffer.from(word, 'base64')}`);

describe.each(SERVERS.map((server) => [server.id, server] as const))('%s', (_id, server) => {
  const isRunByOthers = !isWithoutAddress(server);

  it('is ready only with an address', async () => {
    if (isRunByOthers) return expect(server.url ?? server.binding).toMatch(/^https:|^process$/);
    await takeAddress(server);
    await expect(call(server)).rejects.toBeInstanceOf(NotInjected);
    const { injector } = target(server);
    expect(await injector.check({ workspaceId: 'acme', servers: [server.id] })).toMatchObject([
      { ready: false, reason: 'unknown_server' },
    ]);
  });

  it('gets the token through the client function of its binding, at its own host', async () => {
    if (!isRunByOthers) await giveAddress(server);
    const reached = await call(server);
    expect(reached.length).toBeGreaterThan(0);
    for (const { text } of reached) {
      expect(withDecodedValues(text)).toContain(TOKEN);
      expect(withDecodedValues(text)).not.toMatch(/\{\w+\}/);
    }
    const hosts = new Set(reached.map(({ host }) => host));
    expect([...hosts]).toEqual([server.binding === 'process' ? '' : new URL(urlOf(server)).host]);
  });

  it('is ready, as the injector and the API both say', async () => {
    if (!isRunByOthers) await giveAddress(server);
    const { injector } = target(server);
    expect(await injector.check({ workspaceId: 'acme', servers: [server.id] })).toEqual([
      { server: server.id, ready: true, connectionId: server.provider },
    ]);
    const { body } = await world.ada.request('GET', `/v1/workspaces/acme/mcp-servers/${server.id}`);
    expect(body).toMatchObject({ connected: true, connectionId: server.provider });
  });

  it('may call the API of its provider, which no request of a runtime with the token reaches', () => {
    const values = valuesOf(server);
    const own = new URL(urlOf(server)).host;
    for (const host of server.apiHosts ?? []) expect(fill(host, values)).not.toBe(own);
    if (server.url === undefined) expect(server.apiHosts?.length).toBeGreaterThan(0);
  });
});
