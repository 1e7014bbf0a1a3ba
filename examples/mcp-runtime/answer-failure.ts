/** Builds the answer to the MCP client when a call was not made or failed. */
import {
  type CallToolResult,
  type InputRequiredResult,
  inputRequired,
  UrlElicitationRequiredError,
} from '@modelcontextprotocol/server';
import {
  CallNotMade,
  InjectorUnreachable,
  type NotConnectedInput,
  NotInjected,
  notConnectedAnswer,
  ResponseRefused,
  ServerUnreachable,
} from '../../client/src/index.ts';

/** The caller's protocol era and state, on which the answer depends. */
export type AnswerContext = NotConnectedInput extends infer Each
  ? Each extends NotConnectedInput
    ? Omit<Each, 'refusal'>
    : never
  : never;

/** The answer. @throws {UrlElicitationRequiredError} for clients of 2025-11-25, which then show the page */
export function answerFailure(error: unknown, context: AnswerContext): CallToolResult | InputRequiredResult {
  if (!(error instanceof NotInjected)) return failed(error);
  const answer = notConnectedAnswer({ refusal: error.refusal, ...context });
  if (answer.kind === 'tool_result') return answer.result;
  if (answer.kind === 'error') {
    const { message, data } = answer.error;
    throw new UrlElicitationRequiredError(data.elicitations, message);
  }
  const { inputRequests, requestState } = answer.result;
  const connect = inputRequired.elicitUrl(inputRequests.connect.params);
  return inputRequired({ inputRequests: { connect }, requestState });
}

const MEANT_FOR_CALLERS = [InjectorUnreachable, CallNotMade, ResponseRefused, ServerUnreachable];

/** Messages of the client package contain no token and no address. Messages of other errors are not sent to callers. */
function failed(error: unknown): CallToolResult {
  const isMeantForCallers = MEANT_FOR_CALLERS.some((kind) => error instanceof kind);
  const text = isMeantForCallers ? (error as Error).message : 'The call failed.';
  return { content: [{ type: 'text', text }], isError: true };
}
