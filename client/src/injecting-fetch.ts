/** A fetch for the transports of MCP clients, for servers that take the token with each request. */
import type { Injection } from '../../src/contract/injection-messages.ts';
import { afterUnauthorized } from './after-unauthorized.ts';
import { askedFor } from './asked-for.ts';
import { CallNotMade } from './errors.ts';
import type { Injector, InjectRequest } from './injector.ts';
import { type FetchLike, type OutgoingRequest, readOutgoing } from './outgoing-request.ts';
import { type SendOptions, sendRequest } from './send-request.ts';

/** Whose token, for which server. */
export interface InjectionTarget {
  injector: Pick<Injector, 'inject' | 'startCall'>;
  workspaceId: string;
  /** The registration's id, or `provider:<id>`. */
  server: string;
  /** Default: the default account of the server's provider. */
  connectionId?: string;
  /** Provider scopes that these calls need beyond the registration's. */
  scopes?: string[];
  /** The JWT with which the MCP client called the runtime. Default: the injector's own. */
  callerToken?: string;
}

export interface InjectingFetchOptions extends InjectionTarget, SendOptions {
  /**
   * As the server's registration says: whether it wants the token with everything else too (`initialize`, lists,
   * notifications, the listening GET, DELETE). Each such request is an injection of kind `discovery`. Default: without.
   */
  discovery?: boolean;
  /**
   * Whether a tool call that the server answered with 401 may be made a second time with a new token. A 401 ought to mean
   * that nothing was done, but a server can also have done half of it before its provider refused, so the default is no. Say
   * yes for tools that only read: see {@link repeatableTools}. Everything but `tools/call` is repeated anyway.
   */
  isSafeToRepeat?: (tool: string) => boolean;
}

type Operation = InjectRequest['operation'];

/**
 * The fetch to give to `StreamableHTTPClientTransport` of `@modelcontextprotocol/client` and `@modelcontextprotocol/sdk`.
 * It asks for a token at each `tools/call`, puts it on that request alone, and guards the answer.
 *
 * Rejects with NotInjected, InjectorUnreachable, CallNotMade, ResponseRefused or ServerUnreachable; the transports pass
 * that on to `callTool`.
 */
export function injectingFetch(options: InjectingFetchOptions): FetchLike {
  return async (input, init) => {
    const outgoing = await readOutgoing(input, init);
    const operation = operationOf(options, outgoing);
    return operation
      ? callWithToken(options, outgoing, operation)
      : sendRequest(options, { server: options.server, outgoing, injection: undefined });
  };
}

const OF_DISCOVERY =
  /^(initialize|ping|server\/discover|(tools|resources|resources\/templates|prompts)\/list|logging\/setLevel|notifications\/.*)$/;

/** Undefined: the server wants no token for it. */
function operationOf(
  { server, discovery = false }: InjectingFetchOptions,
  { url, message }: OutgoingRequest,
): Operation | undefined {
  const { tool, methods } = askedFor(message);
  const { host } = url;
  if (tool !== undefined) return { kind: 'call', server, tool, host };
  if (!discovery) return undefined;
  // Whatever else reaches the provider, `resources/read` for one, is a call: an allow-list of tools does not have it.
  const reaching = methods.find((method) => !OF_DISCOVERY.test(method));
  return reaching === undefined
    ? { kind: 'discovery', server, host }
    : { kind: 'call', server, tool: reaching, host };
}

async function callWithToken(
  options: InjectingFetchOptions,
  outgoing: OutgoingRequest,
  operation: Operation,
): Promise<Response> {
  const { injector, server } = options;
  const how = { budget: injector.startCall(), signal: outgoing.signal };
  const ask = async (rejectedGeneration?: number) =>
    boundToRequest(await injector.inject({ ...requestFor(options, operation), rejectedGeneration }, how));
  const send = (injection: Injection) => sendRequest(options, { server, outgoing, injection });

  const injection = await ask();
  const response = await send(injection);
  if (response.status !== 401) return response;
  return afterUnauthorized(response, {
    rejected: injection,
    askAgain: ask,
    isSafeToRepeat: isSafeToRepeat(options, outgoing, operation),
    sendAgain: send,
  });
}

/** Everything but `tools/call` reads. */
function isSafeToRepeat(
  options: InjectingFetchOptions,
  { message }: OutgoingRequest,
  operation: Operation,
): boolean {
  if (operation.kind === 'discovery' || askedFor(message).tool === undefined) return true;
  return options.isSafeToRepeat?.(operation.tool) ?? false;
}

/** What is asked of the injector for this target, whatever the way of injecting. */
export function requestFor(
  { workspaceId, connectionId, scopes, callerToken }: InjectionTarget,
  operation: Operation,
): InjectRequest {
  return { workspaceId, operation, connectionId, scopes, callerToken };
}

/** A server that keeps the token of `initialize`, or of its start, would act on this one for others, or not at all. */
function boundToRequest(injection: Injection): Injection {
  if (injection.binding !== 'request') throw new CallNotMade('wrong_binding');
  return injection;
}

/** A tool of a `tools/list` result, as far as it matters here. */
export interface ListedTool {
  name: string;
  annotations?: { readOnlyHint?: boolean; idempotentHint?: boolean };
}

/**
 * For {@link InjectingFetchOptions.isSafeToRepeat}: the tools which say that they only read, or that a second call changes
 * nothing more. That is the server's word: use it for servers that you trust with that.
 */
export function repeatableTools(tools: readonly ListedTool[]): (tool: string) => boolean {
  const names = new Set(
    tools
      .filter(({ annotations }) => annotations?.readOnlyHint === true || annotations?.idempotentHint === true)
      .map(({ name }) => name),
  );
  return (tool) => names.has(tool);
}
