/** One request with a token: the token is asked for and sent, and the broker learns if it was refused. */
import type { Injection } from '../../src/contract/injection-messages.ts';
import { allowsRepetition, reportRejection } from './after-answer.ts';
import { afterUnauthorized } from './after-unauthorized.ts';
import { askedFor, requestIn } from './asked-for.ts';
import { CallNotMade, NotInjected } from './errors.ts';
import { type About, type InjectionTarget, type OperationToAsk, requestFor } from './injection-target.ts';
import { errorIn, type IsRejected, isRejectedByProvider, type RpcAnswer } from './is-rejected.ts';
import type { KnownSecrets } from './known-secrets.ts';
import type { OutgoingRequest } from './outgoing-request.ts';
import { refusalMessage } from './refusal-message.ts';
import { type SendOptions, sendRequest } from './send-request.ts';
import { type Verdict, watchAnswer } from './watch-answer.ts';

export interface CallOptions extends InjectionTarget, SendOptions {
  /**
   * Whether a tool call that was refused for its token may be repeated with a new one. The server may have done a part of
   * the work before the provider refused the token, so the default is false. Return true for tools that only read, see
   * {@link repeatableTools}. Requests other than `tools/call` are always repeated.
   */
  isSafeToRepeat?: (tool: string) => boolean;
  /**
   * Whether an answer that is an error says that the provider refused the token. Default: {@link isRejectedByProvider}.
   */
  isRejected?: IsRejected;
}

/** Statuses that say themselves what was refused, or that have been handled. */
const SAYS_ITSELF = [401, 403, 404, 429];

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

  const rejected = await ask();
  const response = await send(rejected);
  const second = { rejected, isSafeToRepeat: isSafeToRepeat(options, outgoing, operation), sendAgain: send };
  if (response.status === 401)
    return afterUnauthorized(response, {
      ...second,
      askAgain: (rejectedGeneration) => ask({ rejectedGeneration }),
    });
  if (challengedScopes)
    return afterUnauthorized(response, {
      ...second,
      askAgain: (challengedGeneration) => ask({ challengedGeneration, challengedScopes }),
    });
  if (SAYS_ITSELF.includes(response.status)) return response;
  return watched(response, {
    ...second,
    outgoing,
    isRejected: isRejectedIn(options, outgoing),
    report: () =>
      reportRejection({
        rejected,
        budget,
        askAgain: (rejectedGeneration, of) => ask({ rejectedGeneration }, of),
      }),
  });
}

interface Watched {
  outgoing: OutgoingRequest;
  isRejected: (answer: RpcAnswer) => boolean;
  /** The new injection, see {@link reportRejection}. */
  report: () => Promise<Injection | undefined>;
  isSafeToRepeat: boolean;
  sendAgain: (fresh: Injection) => Promise<Response>;
}

/** The response, whose answer is looked at before the transport has it. One rejection is told to the broker. */
export function watched(response: Response, watch: Watched): Promise<Response> {
  let isReported = false;
  return watchAnswer(response, {
    id: requestIn(watch.outgoing.message).id,
    async judge(answer, isFirst): Promise<Verdict> {
      if (isReported || !watch.isRejected(answer)) return 'pass';
      isReported = true;
      try {
        const fresh = await watch.report();
        const isRepeated = fresh && isFirst && watch.isSafeToRepeat && allowsRepetition(answer);
        return isRepeated ? { response: await watch.sendAgain(fresh) } : 'pass';
      } catch (error) {
        // Once a part of the stream was passed on, only a message can say it.
        if (isFirst || !(error instanceof NotInjected)) throw error;
        return { message: refusalMessage(error.refusal, watch.outgoing.message) };
      }
    },
  });
}

/** The predicate of the options, for answers that are errors. One that throws says no. */
export function isRejectedIn(
  { isRejected = isRejectedByProvider }: Pick<CallOptions, 'isRejected'>,
  { message }: OutgoingRequest,
): (answer: RpcAnswer) => boolean {
  return (answer) => {
    if (errorIn(answer) === undefined) return false;
    const { tool } = askedFor(message);
    return isRejected(answer, { tool, arguments: requestIn(message).arguments });
  };
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
