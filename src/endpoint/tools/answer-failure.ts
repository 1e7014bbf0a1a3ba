/** The answer to a call that was not made, or that failed. */
import {
  type CallToolResult,
  type InputRequiredResult,
  inputRequired,
  UrlElicitationRequiredError,
} from '@modelcontextprotocol/server';
import { type NotConnectedInput, notConnectedAnswer, type Refusal } from '../../../client/src/index.ts';
import { failureText } from './failure-text.ts';

/** The client's era and what it can show, on which the answer depends. */
export type Asking = NotConnectedInput extends infer Each
  ? Each extends NotConnectedInput
    ? Omit<Each, 'refusal'>
    : never
  : never;

/** The page to connect at, or the reason. @throws {UrlElicitationRequiredError} for clients of 2025-11-25, which then show the page */
export function answerRefusal(refusal: Refusal, asking: Asking): CallToolResult | InputRequiredResult {
  const answer = notConnectedAnswer({ refusal, ...asking });
  if (answer.kind === 'tool_result') return answer.result;
  if (answer.kind === 'error') {
    const { message, data } = answer.error;
    throw new UrlElicitationRequiredError(data.elicitations, message);
  }
  const { inputRequests, requestState } = answer.result;
  const connect = inputRequired.elicitUrl(inputRequests.connect.params);
  return inputRequired({ inputRequests: { connect }, requestState });
}

/** The result of a call that failed. */
export function failedResult(error: unknown): CallToolResult {
  return { content: [{ type: 'text', text: failureText(error) }], isError: true };
}
