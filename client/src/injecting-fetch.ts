/** A fetch for MCP transports, for servers that take the token with each request (binding `request`). */
import type { Injection } from '../../src/contract/injection-messages.ts';
import { afterUnauthorized } from './after-unauthorized.ts';
import { askedFor } from './asked-for.ts';
import { CallNotMade } from './errors.ts';
import type { Injector, InjectRequest } from './injector.ts';
import { KnownSecrets } from './known-secrets.ts';
import { type FetchLike, type OutgoingRequest, readOutgoing } from './outgoing-request.ts';
import { type SendOptions, sendRequest } from './send-request.ts';

/** The server to call, and the connection whose token to use. */
export interface InjectionTarget {
  injector: Pick<Injector, 'inject' | 'startCall'>;
  workspaceId: string;
  /** The registration's id, or `provider:<id>`. */
  server: string;
  /** Default: the provider's default connection. */
  connectionId?: string;
  /** Scopes that these calls need in addition to those of the registration. */
  scopes?: string[];
  /** The JWT with which the MCP client called the runtime. Default: that of the injector. */
  callerToken?: string;
}

export interface InjectingFetchOptions extends InjectionTarget, SendOptions {
  /**
   * Whether requests other than `tools/call` need a token too (`initialize`, lists, notifications, the listening GET,
   * DELETE), as in the server's registration. Each such request is an injection of kind `discovery`. Default: false.
   */
  discovery?: boolean;
  /**
   * Whether a tool call that got a 401 may be repeated with a new token. The server may have done a part of the work
   * before the provider refused the token, so the default is false. Return true for tools that only read, see
   * {@link repeatableTools}. Requests other than `tools/call` are always repeated.
   */
  isSafeToRepeat?: (tool: string) => boolean;
}

type Operation = InjectRequest['operation'];

/**
 * A fetch for `StreamableHTTPClientTransport` of `@modelcontextprotocol/client` and `@modelcontextprotocol/sdk`. It gets
 * a token for each `tools/call`, sends it with that request only, and guards the answer.
 *
 * Rejects with NotInjected, InjectorUnreachable, CallNotMade, ResponseRefused or ServerUnreachable. The transports pass
 * these errors to `callTool`.
 */
export function injectingFetch(options: InjectingFetchOptions): FetchLike {
  const known = new KnownSecrets();
  return async (input, init) => {
    const outgoing = await readOutgoing(input, init, options.plainHttpHosts);
    const operation = operationOf(options, outgoing);
    return operation
      ? callWithToken({ ...options, known }, outgoing, operation)
      : sendRequest(options, { server: options.server, outgoing, injection: undefined, known });
  };
}

const OF_DISCOVERY =
  /^(initialize|ping|server\/discover|(tools|resources|resources\/templates|prompts)\/list|logging\/setLevel|notifications\/.*)$/;

/** The operation for which to get a token; undefined if the request is sent without one. */
function operationOf(
  { server, discovery = false }: InjectingFetchOptions,
  { url, message }: OutgoingRequest,
): Operation | undefined {
  const { tool, methods } = askedFor(message);
  const { host } = url;
  if (tool !== undefined) return { kind: 'call', server, tool, host };
  if (!discovery) return undefined;
  // Other methods, such as `resources/read`, reach the provider. They count as calls, so an allow-list of tools refuses them.
  const reaching = methods.find((method) => !OF_DISCOVERY.test(method));
  return reaching === undefined
    ? { kind: 'discovery', server, host }
    : { kind: 'call', server, tool: reaching, host };
}

async function callWithToken(
  options: InjectingFetchOptions & { known: KnownSecrets },
  outgoing: OutgoingRequest,
  operation: Operation,
): Promise<Response> {
  const { injector, server, known } = options;
  const how = { budget: injector.startCall(), signal: outgoing.signal };
  const ask = async (rejectedGeneration?: number) =>
    boundToRequest(await injector.inject({ ...requestFor(options, operation), rejectedGeneration }, how));
  const send = (injection: Injection) => sendRequest(options, { server, outgoing, injection, known });

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

/** Requests other than `tools/call` only read, so they are safe. */
function isSafeToRepeat(
  options: InjectingFetchOptions,
  { message }: OutgoingRequest,
  operation: Operation,
): boolean {
  if (operation.kind === 'discovery' || askedFor(message).tool === undefined) return true;
  return options.isSafeToRepeat?.(operation.tool) ?? false;
}

/** The injection request for a target and an operation. */
export function requestFor(
  { workspaceId, connectionId, scopes, callerToken }: InjectionTarget,
  operation: Operation,
): InjectRequest {
  return { workspaceId, operation, connectionId, scopes, callerToken };
}

/** Refuses other bindings: a server that keeps the token could use it for later requests, or would ignore it. */
function boundToRequest(injection: Injection): Injection {
  if (injection.binding !== 'request') throw new CallNotMade('wrong_binding');
  return injection;
}

/** The used part of a tool in a `tools/list` result. */
export interface ListedTool {
  name: string;
  annotations?: { readOnlyHint?: boolean; idempotentHint?: boolean };
}

/**
 * A value for {@link InjectingFetchOptions.isSafeToRepeat}: true for tools with `readOnlyHint` or `idempotentHint`. Use
 * it only for servers whose hints you trust.
 */
export function repeatableTools(tools: readonly ListedTool[]): (tool: string) => boolean {
  const names = new Set(
    tools
      .filter(({ annotations }) => annotations?.readOnlyHint === true || annotations?.idempotentHint === true)
      .map(({ name }) => name),
  );
  return (tool) => names.has(tool);
}
