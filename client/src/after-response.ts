/** What a response says of the token that was sent: refused with a status, challenged for scopes, or refused in its answer. */
import type { Injection } from '../../src/contract/injection-messages.ts';
import { allowsRepetition, reportRejection } from './after-answer.ts';
import { afterUnauthorized } from './after-unauthorized.ts';
import { askedFor, requestIn } from './asked-for.ts';
import { isNotInjected } from './errors.ts';
import type { About } from './injection-target.ts';
import { type IsRejected, isRefused, isRejectedByProvider, type RpcAnswer } from './is-rejected.ts';
import type { OutgoingRequest } from './outgoing-request.ts';
import { refusalMessage } from './refusal-message.ts';
import type { CallBudget } from './retry-rule.ts';
import { type Verdict, watchAnswer } from './watch-answer.ts';

/** A request that was sent with a token, and what is needed to report the server's answer to the broker. */
export interface Sent {
  outgoing: OutgoingRequest;
  injection: Injection;
  /** The scopes that the server asked for with 403. */
  challengedScopes: string[] | undefined;
  budget: CallBudget;
  /** Asks with a new id, within the given budget; by default that of the call. */
  ask: (about: About, budget?: CallBudget) => Promise<Injection>;
  isSafeToRepeat: boolean;
  sendAgain: (fresh: Injection) => Promise<Response>;
  isRejected: IsRejected | undefined;
}

/** Statuses that say themselves what was refused. */
const SAYS_ITSELF = [401, 403, 404, 429];

/** The final response. Rejects with NotInjected if a person has to connect again, or to grant more. */
export async function afterResponse(response: Response, sent: Sent): Promise<Response> {
  const { challengedScopes } = sent;
  const { generation } = sent.injection;
  if (response.status === 401) return afterUnauthorized(response, sent, { rejectedGeneration: generation });
  if (challengedScopes)
    return afterUnauthorized(response, sent, { challengedGeneration: generation, challengedScopes });
  return SAYS_ITSELF.includes(response.status) ? response : watched(response, sent);
}

/** The response, whose answer is looked at before the transport has it. One rejection is told to the broker. */
function watched(response: Response, sent: Sent): Promise<Response> {
  const { outgoing } = sent;
  let isReported = false;
  return watchAnswer(response, {
    id: requestIn(outgoing.message).id,
    async judge(answer, isFirst): Promise<Verdict> {
      if (isReported || !isRejection(answer, sent)) return 'pass';
      isReported = true;
      try {
        const fresh = await reportRejection(sent);
        const isRepeated = fresh && isFirst && sent.isSafeToRepeat && allowsRepetition(answer);
        return isRepeated ? { response: await sent.sendAgain(fresh) } : 'pass';
      } catch (error) {
        // Once a part of the stream was passed on, only a message can say it.
        if (isFirst || !isNotInjected(error)) throw error;
        return { message: refusalMessage(error.refusal, outgoing.message) };
      }
    },
  });
}

function isRejection(answer: RpcAnswer, { isRejected = isRejectedByProvider, outgoing }: Sent): boolean {
  const { tool } = askedFor(outgoing.message);
  return isRefused(isRejected, answer, { tool, arguments: requestIn(outgoing.message).arguments });
}
