/** One request with a token: the token is asked for and sent, and the broker learns if it was refused. */
import type { Injection } from '../../src/contract/injection-messages.ts';
import { afterResponse } from './after-response.ts';
import { askedFor } from './asked-for.ts';
import { CallNotMade } from './errors.ts';
import { type About, type InjectionTarget, type OperationToAsk, requestFor } from './injection-target.ts';
import type { IsRejected } from './is-rejected.ts';
import type { KnownSecrets } from './known-secrets.ts';
import type { OutgoingRequest } from './outgoing-request.ts';
import { type SendOptions, sendRequest } from './send-request.ts';

export interface CallOptions extends InjectionTarget, SendOptions {
  /**
   * Whether a tool call that was refused for its token may be repeated with a new one. The server may have done a part of
   * the work before the provider refused the token, so the default is false. Return true for tools that only read, see
   * {@link repeatableTools}. Requests other than `tools/call` are always repeated.
   */
  isSafeToRepeat?: (tool: string) => boolean;
  /**
   * Whether an answer that is an error says that the provider refused the token. Default: {@link isRejectedByProvider}. For
   * Notion's own server: {@link isRejectedByNotion}.
   */
  isRejected?: IsRejected;
}

/** The final response. Rejects as {@link injectingFetch} does. */
export async function callWithToken(
  options: CallOptions & { known: KnownSecrets },
  outgoing: OutgoingRequest,
  operation: OperationToAsk,
): Promise<Response> {
  const { injector, server, known } = options;
  const budget = injector.startCall();
  const ask = async (about: About = {}, of = budget) =>
    boundToRequest(
      await injector.inject(
        { ...requestFor(options, operation), ...about },
        { budget: of, signal: outgoing.signal },
      ),
    );
  let challengedScopes: string[] | undefined;
  const onChallenge = (scopes: string[]) => {
    challengedScopes = scopes;
  };
  const send = (injection: Injection) =>
    sendRequest(options, { server, outgoing, injection, known, onChallenge });

  const injection = await ask();
  const response = await send(injection);
  return afterResponse(response, {
    outgoing,
    injection,
    challengedScopes,
    budget,
    ask,
    isSafeToRepeat: isSafeToRepeat(options, outgoing, operation),
    sendAgain: send,
    isRejected: options.isRejected,
  });
}

/** Requests other than `tools/call` only read, so they are safe. */
function isSafeToRepeat(
  options: CallOptions,
  { message }: OutgoingRequest,
  operation: OperationToAsk,
): boolean {
  if (operation.kind === 'discovery' || askedFor(message).tool === undefined) return true;
  return options.isSafeToRepeat?.(operation.tool) ?? false;
}

/** Refuses other bindings: a server that keeps the token could use it for later requests, or would ignore it. */
function boundToRequest(injection: Injection): Injection {
  if (injection.binding !== 'request') throw new CallNotMade('wrong_binding');
  return injection;
}
