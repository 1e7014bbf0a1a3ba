/** Answers a `tools/call` of a client, of either era. */
import {
  type CallToolRequest,
  type CallToolResult,
  type InputRequiredResult,
  ProtocolError,
  ProtocolErrorCode,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { type Refusal, refusalIn } from '../../../client/src/index.ts';
import { errorName } from '../../broker/error-name.ts';
import type { Runtime } from '../runtime.ts';
import type { Session } from '../session-id.ts';
import { callServerTool } from '../upstream/call-server-tool.ts';
import type { Visit } from '../visit.ts';
import { type Asking, answerRefusal, failedResult } from './answer-failure.ts';
import { isOwnState, stateFor } from './connect-state.ts';
import { saidConnected, saidUnavailable } from './own-tools.ts';
import { passProgress } from './pass-progress.ts';
import { type Called, toolCalled } from './tool-called.ts';

export interface CallToAnswer {
  visit: Visit;
  /** Of an older client. Undefined: the client speaks 2026-07-28. */
  session: Session | undefined;
  /** What a client of 2026-07-28 declared with this request. */
  clientCapabilities: unknown;
  params: CallToolRequest['params'];
  context: ServerContext;
}

/** The end of a call: its result, or why there is none. */
type Outcome = { result: CallToolResult } | { refusal: Refusal } | { failure: unknown };

/** @throws {ProtocolError} there is no such tool; the state is foreign; or, for 2025-11-25, the page to connect at */
export async function answerCall(
  runtime: Runtime,
  call: CallToAnswer,
): Promise<CallToolResult | InputRequiredResult> {
  const leave = runtime.calling.begin(call.visit);
  if (!leave) return tooMany();
  try {
    return await answerCounted(runtime, call);
  } finally {
    leave();
  }
}

/** Also a name that nothing has, and a tool of the endpoint, are questions to the injector. */
async function answerCounted(
  runtime: Runtime,
  call: CallToAnswer,
): Promise<CallToolResult | InputRequiredResult> {
  const { visit, params } = call;
  const found = await toolCalled(runtime, visit, params.name).catch((error: unknown) => ({ error }));
  if (found === undefined) throw invalidParams('There is no such tool.');
  if ('error' in found) return failed(runtime, call, found.error);
  const asking = await askingOf(runtime, call, found);
  const outcome = await outcomeOf(runtime, call, found);
  if ('result' in outcome) return outcome.result;
  return 'refusal' in outcome
    ? answerRefusal(outcome.refusal, asking)
    : failed(runtime, call, outcome.failure, found);
}

async function outcomeOf(runtime: Runtime, call: CallToAnswer, called: Called): Promise<Outcome> {
  try {
    if ('tool' in called) return { result: await withTool(runtime, call, called) };
    return called.own === 'connect'
      ? await connecting(runtime, call.visit, called.server.id)
      : { result: saidUnavailable(called.server) };
  } catch (error) {
    const refusal = refusalIn(error);
    // What was kept of the servers may be why: an admin moves one, a person connects one.
    runtime.servers.forget(call.visit);
    return refusal ? { refusal } : { failure: error };
  }
}

async function withTool(
  runtime: Runtime,
  { visit, session, params, context }: CallToAnswer,
  { server, tool }: Extract<Called, { tool: string }>,
): Promise<CallToolResult> {
  const end = new AbortController();
  const stop = () => end.abort();
  context.mcpReq.signal.addEventListener('abort', stop, { once: true });
  const running = session && runtime.running.begin(session.id, context.mcpReq.id, stop);
  const progress = passProgress(context);
  try {
    const { arguments: given } = params;
    const onProgress = progress?.onProgress;
    return await callServerTool(runtime, visit, {
      ...{ server, tool, arguments: given, signal: end.signal, onProgress },
    });
  } finally {
    running?.();
    context.mcpReq.signal.removeEventListener('abort', stop);
    // Progress that came before the result is sent before it.
    await progress?.sent();
  }
}

function tooMany(): CallToolResult {
  const text =
    'Too many calls run at once, so this one was not made. Try again when some of them have ended.';
  return { content: [{ type: 'text', text }], isError: true };
}

/** What is so now: the page, or that there is nothing to connect any more. */
async function connecting(runtime: Runtime, visit: Visit, serverId: string): Promise<Outcome> {
  const servers = await runtime.servers.fresh(visit);
  const server = servers.find(({ id }) => id === serverId);
  if (!server) return { failure: undefined };
  return server.ready ? { result: saidConnected(server) } : { refusal: server };
}

/** How the client can be asked. @throws {ProtocolError} it brought a state that was not given out for this very call */
async function askingOf(
  runtime: Runtime,
  { visit, session, clientCapabilities, params, context }: CallToAnswer,
  { server }: Called,
): Promise<Asking> {
  if (session)
    return {
      era: 'legacy',
      clientCapabilities: session.opensUrls ? { elicitation: { url: {} } } : {},
      elicitationId: runtime.random.uuidV7(runtime.clock.now()),
    };
  const { name, arguments: given } = params;
  const state = await stateFor(runtime, visit, { serverId: server.id, params: { name, arguments: given } });
  const brought = context.mcpReq.requestState<string>();
  if (brought !== undefined && !(await isOwnState(runtime, brought, state)))
    throw invalidParams('Invalid or expired requestState', { reason: 'invalid_request_state' });
  return { era: 'modern', clientCapabilities, state, inputResponses: context.mcpReq.inputResponses };
}

function failed(
  runtime: Runtime,
  { visit, context }: CallToAnswer,
  error: unknown,
  called?: Called,
): CallToolResult {
  // Whoever cancelled a call reads no answer to it.
  if (context.mcpReq.signal.aborted) return failedResult(error);
  const { workspaceId } = visit;
  const server = called && { server: called.server.id };
  runtime.log.warn('tool_call_failed', { workspaceId, ...server, error: errorName(error) });
  return failedResult(error);
}

function invalidParams(message: string, data?: object): ProtocolError {
  return new ProtocolError(ProtocolErrorCode.InvalidParams, message, data);
}
