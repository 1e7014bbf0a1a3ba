/**
 * The real entries of mcp-sign-in, mcp-endpoint and token-injector behind a model of API Gateway with Lambda's response streaming,
 * between MCP clients and a real MCP server.
 */
import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';
import { vi } from 'vitest';
import { startLambdaEndpoint } from '../../../local/lambda-endpoint.ts';
import { type LoopbackServer, listenOnLoopback } from '../../../local/listen-on-loopback.ts';
import { settingsOf, stageTemplate, withEverything } from '../../stack/stage-template.ts';
import { type AuthorizerWorld, authorizerWorld, TOKEN } from '../authorizer-world.ts';
import { captureLog, VALUES } from '../entry.ts';
import { lambdaContext } from '../events.ts';
import { callerToken } from '../issuer-stand-in.ts';
import { throughMcpGateway } from '../mcp-gateway.ts';

export const ADDRESS = VALUES.mcpAddress;

export interface McpEndpointWorld {
  world: AuthorizerWorld;
  /** The operator's MCP server. */
  upstream: LoopbackServer;
  /** The function, which nothing stands in front of. */
  endpoint: unknown;
  /** Sends through API Gateway. */
  api: typeof fetch;
  logged: string[];
  /** The events of the function since the test began. */
  invoked: unknown[];
  /** What the MCP server was sent since the test began, raw. */
  arrived: string[][];
  /** Opens what the tool `slow` waits for. */
  goOn(): void;
  /** A fetch of a person whose client has signed in for an address. */
  signedIn(path: string, claims?: Record<string, unknown>): Promise<typeof fetch>;
  /** Forgets what was invoked and what arrived. */
  forget(): void;
  close(): Promise<void>;
}

/** A test mocks `lambdas/mcp-server-fetch.ts` so that it reaches `upstream`, and answers functions with `issuerFetch`. */
export async function startMcpEndpoint(): Promise<McpEndpointWorld> {
  const logged = captureLog();
  const invoked: unknown[] = [];
  const arrived: string[][] = [];
  const server = crm();
  const world = await authorizerWorld();
  await world.connect('acme', TOKEN);
  const upstream = await startServer(server.create, arrived);
  const lambda = await startInjector(world);
  const authorize = await world.startOf('mcp-sign-in');
  const endpoint = await world.startOf('mcp-endpoint', { lambda: lambda.origin });
  const template = stageTemplate(withEverything(settingsOf('prod')));
  const api = throughMcpGateway({ template, address: ADDRESS, authorize, endpoint, invoked });
  return {
    ...{ world, upstream, endpoint, api, logged, invoked, arrived, goOn: server.goOn },
    signedIn: (path, claims) => signedInAt(api, path, claims),
    forget() {
      invoked.length = 0;
      arrived.length = 0;
    },
    async close() {
      await lambda.close();
      await upstream.close();
      await world.close();
      vi.unstubAllGlobals();
      vi.restoreAllMocks();
    },
  };
}

function startServer(create: () => McpServer, arrived: string[][]): Promise<LoopbackServer> {
  return listenOnLoopback(0, () => {
    const listener = toNodeHandler(createMcpHandler(create));
    return (request, response) => {
      arrived.push(request.rawHeaders);
      listener(request, response).catch(() => response.destroy());
    };
  });
}

async function startInjector(world: AuthorizerWorld): Promise<LoopbackServer> {
  const values = { injectorAudiences: `${VALUES.jwtAudience} ${VALUES.mcpAudience}` };
  const injector = await world.startOf('token-injector', { values });
  return startLambdaEndpoint(0, {
    [VALUES.injectorFunction.replace(/:live$/, '')]: (event) =>
      injector(event, lambdaContext('token-injector')),
  });
}

async function signedInAt(api: typeof fetch, path: string, claims: Record<string, unknown> = {}) {
  const token = await callerToken({ aud: `${ADDRESS}${path}`, ...claims });
  return (input: string | URL | Request, init?: RequestInit) => {
    const headers = new Headers(init?.headers);
    headers.set('authorization', `Bearer ${token}`);
    return api(input, { ...init, headers });
  };
}

/** The operator's MCP server, and what lets its tool `slow` go on. */
function crm(): { create: () => McpServer; goOn: () => void } {
  let goOn = () => {};
  const create = () => {
    const server = new McpServer({ name: 'crm', version: '1.0.0' });
    server.registerTool('find', {}, async (context) => ({
      content: [
        {
          type: 'text',
          text: context.http?.req?.headers.get('x-crm-token') === TOKEN ? 'found' : 'no token',
        },
      ],
    }));
    server.registerTool('slow', {}, async ({ mcpReq }) => {
      const progressToken = mcpReq._meta?.progressToken;
      const opened = new Promise<void>((resolve) => {
        goOn = resolve;
      });
      const params = { progressToken: progressToken ?? 'none', progress: 1, message: 'half' };
      await mcpReq.notify({ method: 'notifications/progress', params });
      await opened;
      return { content: [{ type: 'text', text: 'done' }] };
    });
    return server;
  };
  return { create, goOn: () => goOn() };
}
