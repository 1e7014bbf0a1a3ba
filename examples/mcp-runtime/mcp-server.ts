/** The MCP server for the clients of this runtime. It offers the tools of all servers behind the runtime. */
import { randomBytes } from 'node:crypto';
import { type AuthInfo, ProtocolError, ProtocolErrorCode, Server } from '@modelcontextprotocol/server';
import { type Injector, type RequestBinding, verifyRequestState } from '../../client/src/index.ts';
import { answerFailure } from './answer-failure.ts';
import { callUpstream } from './call-upstream.ts';
import type { UpstreamTool } from './upstream-tools.ts';
import type { Caller } from './verify-caller.ts';

export interface Runtime {
  injector: Injector;
  tools: readonly UpstreamTool[];
  /** The key for `requestState`. All processes behind one address need the same. */
  stateKey: Uint8Array;
}

/** A new random key for `requestState`. */
export const newStateKey = () => randomBytes(32);

/** Creates the server for one client. `era` is the client's protocol; `modern` is 2026-07-28. */
export function createMcpServer(runtime: Runtime, era: 'modern' | 'legacy'): Server {
  const server = new Server({ name: 'example-runtime', version: '1.0.0' }, { capabilities: { tools: {} } });
  server.setRequestHandler('tools/list', () => ({
    tools: runtime.tools.map(({ definition }) => definition),
  }));
  server.setRequestHandler('tools/call', async ({ params }, { http, mcpReq }) => {
    const tool = runtime.tools.find(({ definition }) => definition.name === params.name);
    if (!tool) throw new ProtocolError(ProtocolErrorCode.InvalidParams, 'There is no such tool.');
    // The caller of this request: the token of the session's first request may have expired.
    const caller = callerOf(http?.authInfo);
    const state = { key: runtime.stateKey, ...bindingOf(caller, tool, params) };
    refuseForeignState(state, mcpReq.requestState<string>());
    try {
      return await callUpstream(runtime.injector, { caller, tool, arguments: params.arguments });
    } catch (error) {
      const clientCapabilities = server.getClientCapabilities();
      const { inputResponses } = mcpReq;
      return answerFailure(error, { era, clientCapabilities, state, inputResponses });
    }
  });
  return server;
}

/** The caller that gateway.ts has verified. */
function callerOf(authInfo: AuthInfo | undefined): Caller {
  return authInfo?.extra?.caller as Caller;
}

function bindingOf(
  caller: Caller,
  { server }: UpstreamTool,
  params: RequestBinding['params'],
): RequestBinding {
  const { workspaceId, subject } = caller;
  return { workspaceId, subject, server: server.id, method: 'tools/call', params };
}

/** Refuses a repeated call whose state is not the one that this runtime sent with the question to connect. */
function refuseForeignState(state: RequestBinding & { key: Uint8Array }, given: string | undefined): void {
  if (given === undefined || verifyRequestState(state, given, state).valid) return;
  const data = { reason: 'invalid_request_state' };
  throw new ProtocolError(ProtocolErrorCode.InvalidParams, 'Invalid or expired requestState', data);
}
