/** A local environment, and an endpoint in front of it that can be told of further MCP servers. */
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mintToken } from '../../local/mint-token.ts';
import { verifyForAudience } from '../../local/verify-people.ts';
import type { ToolChangesRule } from '../../src/contract/environment.ts';
import { createServerFetch } from '../../src/egress/server-fetch.ts';
import { createEndpoint, type EndpointPorts } from '../../src/endpoint/endpoint.ts';
import { nodeListener } from '../../src/endpoint/node-face.ts';
import { ADA_AT_DEMO, type PersonId, startWorld, type World } from '../journeys/world.ts';
import { type AskedInjector, injectorWithServers, type ServerFactsByWorkspace } from './answer-servers.ts';

export interface EndpointWorld {
  world: World;
  /** The address of another endpoint is the audience: the environment's own, whose tokens its injector takes. */
  address: string;
  servers: ServerFactsByWorkspace;
  injector: AskedInjector;
  /** Tokens for the endpoint. */
  tokens: Record<PersonId, string>;
  logged: string[];
  /** Makes ada's workspace connected, or not. */
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  /** Another process of the same endpoint: it shares its keys, and nothing else. */
  another(changes?: Partial<EndpointPorts>): Promise<string>;
  close(): Promise<void>;
}

export async function startEndpointWorld(toolChanges: ToolChangesRule = 'record'): Promise<EndpointWorld> {
  const world = await startWorld({ toolChanges });
  const { urls, ports } = world.environment;
  const closings: (() => Promise<void>)[] = [];
  const servers: ServerFactsByWorkspace = { acme: demoServers(world), globex: demoServers(world) };
  const injector = injectorWithServers(world, servers);
  const another = async (changes: Partial<EndpointPorts> = {}) => {
    let listener: RequestListener = (_, response) => void response.writeHead(503).end();
    const server = createServer((request, response) => listener(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`;
    const endpoint = createEndpoint({
      settings: {
        address,
        issuer: urls.identityProvider,
        audience: urls.endpoint,
        scopes: ['connections'],
        personalWorkspaces: 'everyone',
        toolChanges,
      },
      verifyCaller: verifyForAudience(urls.identityProvider, ports),
      injector: injector.client,
      serverFetch: createServerFetch({
        ...{ deadline: 60_000, maxBody: 20 * 1024 * 1024, allowLoopbackOverHttp_localOnly: true },
      }),
      keys: ports.cursorKeys,
      ...{ clock: ports.clock, random: ports.random, log: ports.log },
      ...changes,
    });
    listener = nodeListener(endpoint, ['127.0.0.1', 'localhost']);
    closings.push(async () => {
      await endpoint.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });
    return address;
  };
  const mint = (person: PersonId) =>
    mintToken({ stateDir: world.stateDir, person, audience: urls.endpoint, minutes: 55, now: Date.now() });
  return {
    ...{ world, servers, injector, another, logged: world.logged },
    address: await another(),
    tokens: { ada: await mint('ada'), bob: await mint('bob'), mallory: await mint('mallory') },
    connect: async () => void (await world.connect(world.ada, 'acme', { provider: 'demo' }, ADA_AT_DEMO)),
    disconnect: async () => void (await world.ada.disconnect('acme', 'demo')),
    async close() {
      for (const close of closings) await close();
      await world.close();
    },
  };
}

function demoServers({ environment: { urls } }: World) {
  const shared = { binding: 'request' as const, discovery: false };
  return [
    { id: 'demo-notes', name: 'Demo Notes', url: urls.notesMcp, ...shared },
    { id: 'demo-tasks', name: 'Demo Tasks', url: urls.tasksMcp, ...shared },
  ];
}
