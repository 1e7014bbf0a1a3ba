/**
 * The endpoint’s two faces in front of the suite’s server, each at a loopback address without a sign-in: the suite sends no token, so
 * what stands between adds the one of a person who has signed in.
 */
import { createServer, request as httpRequest, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { startLambdaEndpoint } from '../../../local/lambda-endpoint.ts';
import { type LoopbackServer, listenOnLoopback } from '../../../local/listen-on-loopback.ts';
import { mintToken } from '../../../local/mint-token.ts';
import { ADA_AT_DEMO, startWorld } from '../../journeys/world.ts';
import { authorizerWorld, TOKEN } from '../../lambdas/authorizer-world.ts';
import { VALUES } from '../../lambdas/entry.ts';
import { lambdaContext } from '../../lambdas/events.ts';
import { callerToken } from '../../lambdas/issuer-stand-in.ts';
import { throughMcpGateway } from '../../lambdas/mcp-gateway.ts';
import { settingsOf, stageTemplate, withEverything } from '../../stack/stage-template.ts';
import { everythingServer } from './everything.ts';

export interface Face {
  /** Where the suite finds it. */
  url: string;
  close(): Promise<void>;
}

/** The suite’s server, as a workspace’s own. */
export function startEverything(): Promise<LoopbackServer> {
  return listenOnLoopback(0, () => {
    const answer = toNodeHandler(everythingServer());
    return (request, response) => void answer(request, response).catch(() => response.destroy());
  });
}

/** As `npm start` has it: a local environment, in which an admin registers the server and connects. */
export async function nodeFace(upstream: LoopbackServer): Promise<Face> {
  const world = await startWorld({
    workspaceServers: 'allow-private-addresses-of-servers-beside-the-runtime',
  });
  await world.connect(world.ada, 'acme', { provider: 'demo' }, ADA_AT_DEMO);
  const placements = [{ in: 'header', name: 'Authorization', value: 'Bearer {accessToken}' }];
  const server = { name: 'Everything', url: `${upstream.origin}/mcp`, provider: 'demo', placements };
  const put = await world.ada.request('PUT', '/v1/workspaces/acme/mcp-servers/everything', server);
  if (put.status !== 200) throw new Error(`the server was not registered: ${JSON.stringify(put.body)}`);
  const address = `${world.environment.urls.endpoint}/acme/everything`;
  const person = { stateDir: world.stateDir, person: 'ada' as const, minutes: 55, now: Date.now() };
  const proxy = await bearingProxy(address, await mintToken({ ...person, audience: address }));
  const close = async () => {
    await proxy.close();
    await world.close();
  };
  return { url: `${proxy.origin}${new URL(address).pathname}`, close };
}

/** The functions of a stage behind API Gateway, with the injector’s real entry and a connection. */
export async function lambdaFace(): Promise<Face> {
  const world = await authorizerWorld();
  await world.connect('acme', TOKEN);
  const values = { injectorAudiences: `${VALUES.jwtAudience} ${VALUES.mcpAudience}` };
  const injector = await world.startOf('token-injector', { values });
  const lambda = await startLambdaEndpoint(0, {
    [VALUES.injectorFunction.replace(/:live$/, '')]: (event) =>
      injector(event, lambdaContext('token-injector')),
  });
  const address = `${VALUES.mcpAddress}/acme/crm`;
  const api = throughMcpGateway({
    template: stageTemplate(withEverything(settingsOf('prod'))),
    address: VALUES.mcpAddress,
    authorize: await world.startOf('mcp-sign-in'),
    endpoint: await world.startOf('mcp-endpoint', { lambda: lambda.origin }),
  });
  const authorization = `Bearer ${await callerToken({ aud: address })}`;
  const gateway = toNodeHandler({
    fetch: async (request) => {
      const headers = new Headers(request.headers);
      headers.set('authorization', authorization);
      const body = request.method === 'POST' ? await request.text() : null;
      return api(address, { method: request.method, headers, body });
    },
  });
  const server = await openServer((request, response) => {
    gateway(request, response).catch(() => response.destroy());
  });
  const close = async () => {
    await server.close();
    await lambda.close();
    await world.close();
  };
  return { url: `${server.origin}/mcp/acme/crm`, close };
}

/** Passes each request on as it came, with a token. Its own name becomes that of the endpoint; any other stays as it is. */
function bearingProxy(address: string, token: string): Promise<LoopbackServer> {
  const { host, hostname, port } = new URL(address);
  return openServer((incoming, response) => {
    const own = `127.0.0.1:${incoming.socket.localPort}`;
    const named = incoming.rawHeaders.map((value) =>
      isNamed(value, own) ? value.replace(own, host) : value,
    );
    const headers = [...named, 'authorization', `Bearer ${token}`];
    const onward = httpRequest({ hostname, port, path: incoming.url, method: incoming.method, headers });
    onward.on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    response.on('close', () => onward.destroy());
    incoming.pipe(onward);
  });
}

const isNamed = (value: string, own: string) => value === own || value === `http://${own}`;

/** Without a check of its own: what is refused is refused by what is behind it. */
async function openServer(listener: RequestListener): Promise<LoopbackServer> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
