/** The runtime's HTTP server. Each workspace has one MCP endpoint, for clients of every protocol era. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { toNodeHandler } from '@modelcontextprotocol/node';
import {
  bearerAuthChallengeResponse,
  createMcpHandler,
  hostHeaderValidationResponse,
  isLegacyRequest,
  localhostAllowedHostnames,
  localhostAllowedOrigins,
  OAuthError,
  OAuthErrorCode,
  originValidationResponse,
  requireBearerAuth,
} from '@modelcontextprotocol/server';
import { createInjector } from '../../client/src/index.ts';
import { createLegacySessions } from './legacy-sessions.ts';
import { createMcpServer, newStateKey, type Runtime } from './mcp-server.ts';
import type { Settings } from './settings.ts';
import { listUpstreamTools } from './upstream-tools.ts';
import { callerIn, createCallerVerifier } from './verify-caller.ts';

export interface Gateway {
  /** The URL of a workspace's MCP endpoint. */
  urlFor(workspaceId: string): string;
  tools: string[];
  close(): Promise<void>;
}

/** Starts the runtime. Rejects if a server behind it does not answer. */
export async function startGateway(settings: Settings): Promise<Gateway> {
  const tools = await listUpstreamTools(settings.servers);
  const { functionName, lambda } = settings.injector;
  // One attempt, because an operation id works once. The client package repeats with a new id.
  const client = new LambdaClient({ maxAttempts: 1, ...lambda });
  const injector = createInjector({ functionName, client });
  const mcp = createEndpoint({ injector, tools, stateKey: newStateKey() }, settings);
  const server = createServer(toNodeHandler(mcp));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(settings.port, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    urlFor: (workspaceId) => `http://127.0.0.1:${port}/${workspaceId}/mcp`,
    tools: tools.map(({ definition }) => definition.name),
    async close() {
      await mcp.close();
      server.close();
      server.closeAllConnections();
      client.destroy();
    },
  };
}

const PATH = /^\/([A-Za-z0-9][A-Za-z0-9_-]{0,63})\/mcp$/;

function createEndpoint(runtime: Runtime, { signIn }: Settings) {
  const authenticate = requireBearerAuth({ verifier: createCallerVerifier(signIn) });
  const modern = createMcpHandler(() => createMcpServer(runtime, 'modern'), { legacy: 'reject' });
  const legacy = createLegacySessions(() => createMcpServer(runtime, 'legacy'));
  return {
    async fetch(request: Request): Promise<Response> {
      const workspaceId = PATH.exec(new URL(request.url).pathname)?.[1];
      if (workspaceId === undefined) return new Response(null, { status: 404 });
      const auth = refuseWebPages(request) ?? (await authenticate(request));
      if (auth instanceof Response) return auth;
      const caller = callerIn(workspaceId, auth);
      if (!caller) return notTheirWorkspace();
      const authInfo = { ...auth, extra: { caller } };
      if (await isLegacyRequest(request)) return legacy.fetch(request, { caller, authInfo });
      return modern.fetch(request, { authInfo });
    },
    async close() {
      await Promise.all([modern.close(), legacy.close()]);
    },
  };
}

/** Against DNS rebinding: a web page must not reach a server on this machine through its own host name. */
function refuseWebPages(request: Request): Response | undefined {
  return (
    hostHeaderValidationResponse(request, localhostAllowedHostnames()) ??
    originValidationResponse(request, localhostAllowedOrigins())
  );
}

/** Answers 403 over HTTP before any MCP message. The injector would refuse every call with `caller_not_authorized`. */
function notTheirWorkspace(): Response {
  const error = new OAuthError(
    OAuthErrorCode.InsufficientScope,
    'The access token has no role in this workspace.',
  );
  return bearerAuthChallengeResponse(error);
}
