/** What an MCP client is told when a call was not made, or went wrong. */
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

/** Of the caller and their call: what an answer in their protocol's era needs. */
export type AnswerContext = NotConnectedInput extends infer Each
  ? Each extends NotConnectedInput
    ? Omit<Each, 'refusal'>
    : never
  : never;

/** @throws {UrlElicitationRequiredError} what a client of 2025-11-25 understands as "open this page" */
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

/** Errors of the client package hold no token and no address. What else went wrong is this runtime's own business. */
function failed(error: unknown): CallToolResult {
  const isMeantForCallers = MEANT_FOR_CALLERS.some((kind) => error instanceof kind);
  const text = isMeantForCallers ? (error as Error).message : 'The call failed.';
  return { content: [{ type: 'text', text }], isError: true };
}
