/** A fetch for MCP transports, for servers that take the token with each request (binding `request`). */
import { type RefusalAnswers, refusalAnswers } from './answer-refusal.ts';
import { askedFor } from './asked-for.ts';
import { type CallOptions, callWithToken } from './call-with-token.ts';
import { isNotInjected } from './errors.ts';
import type { OperationToAsk } from './injection-target.ts';
import { KnownSecrets } from './known-secrets.ts';
import { LIMITS } from './limits.ts';
import { type FetchLike, type OutgoingRequest, readOutgoing } from './outgoing-request.ts';
import type { StateKey } from './request-state.ts';
import { sendRequest } from './send-request.ts';
import { SYSTEM } from './system.ts';

export interface InjectingFetchOptions extends CallOptions {
  /**
   * Whether requests other than `tools/call` need a token too (`initialize`, lists, notifications, the listening GET,
   * DELETE), as in the server's registration. Each such request is an injection of kind `discovery`. Default: false.
   */
  discovery?: boolean;
  /**
   * What happens if the injector refuses. `throw`, the default: the fetch rejects with NotInjected. `answer`: the MCP
   * client gets an answer in the server's place, with the page to connect at, in the version of MCP that it speaks.
   */
  refusals?: 'throw' | 'answer';
  /**
   * At least 32 random bytes, for `refusals: 'answer'` and MCP 2026-07-28: they prove that a repeated call answers a
   * question of this fetch. Default: random, so the repeated call must reach the same fetch.
   */
  stateKey?: Uint8Array;
}

/**
 * A fetch for `StreamableHTTPClientTransport` of `@modelcontextprotocol/client` and `@modelcontextprotocol/sdk`, and for
 * each framework that takes a fetch. It gets a token for each `tools/call`, sends it with that request only, and guards the
 * answer.
 *
 * Rejects with NotInjected, InjectorUnreachable, CallNotMade, ResponseRefused or ServerUnreachable. The transports pass
 * these errors to `callTool`; {@link refusalIn} finds NotInjected in what a framework makes of it.
 */
export function injectingFetch(options: InjectingFetchOptions): FetchLike {
  const known = new KnownSecrets();
  const answers = options.refusals === 'answer' ? refusalAnswers(options, proofOf(options)) : undefined;
  return async (input, init) => {
    const given = await readOutgoing(input, init, options.plainHttpHosts);
    const outgoing = answers?.withoutOwnState(given) ?? given;
    const operation = operationOf(options, outgoing);
    const sending = operation
      ? callWithToken({ ...options, known }, outgoing, operation)
      : sendRequest(options, { server: options.server, outgoing, injection: undefined, known });
    return answers ? answered(answers, given, sending) : sending;
  };
}

/** How the fetch recognises its own questions. */
function proofOf({ stateKey, system }: InjectingFetchOptions): StateKey {
  const { now, randomBytes } = { ...SYSTEM, ...system };
  return { key: stateKey ?? randomBytes(LIMITS.requestStateKey), now };
}

async function answered(
  answers: RefusalAnswers,
  outgoing: OutgoingRequest,
  sending: Promise<Response>,
): Promise<Response> {
  try {
    const response = await sending;
    answers.note(outgoing, response);
    return response;
  } catch (error) {
    if (!isNotInjected(error)) throw error;
    return answers.respond(error.refusal, outgoing);
  }
}

const OF_DISCOVERY =
  /^(initialize|ping|server\/discover|(tools|resources|resources\/templates|prompts)\/list|logging\/setLevel|notifications\/.*)$/;

/** The operation for which to get a token; undefined if the request is sent without one. */
function operationOf(
  { server, discovery = false }: InjectingFetchOptions,
  { url, message }: OutgoingRequest,
): OperationToAsk | undefined {
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
