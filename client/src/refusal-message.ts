/** A refusal as a JSON-RPC answer of the version that the request is of, for whoever made the request. Pure. */
import type { Refusal } from '../../src/contract/injection-messages.ts';
import { paramsOf, requestIn } from './asked-for.ts';
import { notConnectedAnswer } from './not-connected-answer.ts';
import type { RequestBinding, StateKey } from './request-state.ts';
import { isOwnPage } from './safe-address.ts';

/** How a question can be put to the person, and recognised when the call comes back. */
export interface Asking {
  /** The capabilities that the MCP client declared in its `initialize`. */
  clientCapabilities: unknown;
  /** Absent: nobody would recognise a repeated call, so no question is put. */
  state?: StateKey & Omit<RequestBinding, 'method' | 'params'>;
}

/** Outside of the range that JSON-RPC and MCP reserve (-32768 to -32000). */
export const REFUSED = 4010;

/** The prefix of MCP's own members of `_meta` (2026-07-28, basic). */
const OWN_META = 'io.modelcontextprotocol/';

/** The answer to the message, or to the first call in a batch. */
export function refusalMessage(
  refusal: Refusal,
  message: unknown,
  asking: Asking = { clientCapabilities: undefined },
): object {
  const { id } = requestIn(message);
  const call: Params | undefined = paramsOf(message, 'tools/call');
  return {
    jsonrpc: '2.0',
    id,
    ...(call ? answerToCall(refusal, call, asking) : { error: errorOf(refusal) }),
  };
}

interface Params {
  name?: string;
  arguments?: unknown;
  inputResponses?: unknown;
  _meta?: Record<string, unknown>;
}

function answerToCall(refusal: Refusal, params: Params, { clientCapabilities, state }: Asking): object {
  const declared = params._meta?.[`${OWN_META}clientCapabilities`];
  const isModern = declared !== undefined || params._meta?.[`${OWN_META}protocolVersion`] !== undefined;
  const answer = isModern
    ? modernAnswer(refusal, params, { clientCapabilities: declared, state })
    : notConnectedAnswer({ refusal, era: 'legacy', clientCapabilities });
  return answer.kind === 'error' ? { error: answer.error } : { result: answer.result };
}

function modernAnswer(refusal: Refusal, params: Params, { clientCapabilities, state }: Asking) {
  const { inputResponses } = params;
  const binding = { method: 'tools/call', params: { name: params.name ?? '', arguments: params.arguments } };
  return notConnectedAnswer({
    refusal,
    era: 'modern',
    clientCapabilities: state ? clientCapabilities : undefined,
    state: { ...(state ?? NO_STATE), ...binding },
    inputResponses,
  });
}

/** For answers without a question, which have no state. */
const NO_STATE = { key: new Uint8Array(32), workspaceId: '', subject: '', server: '' };

/** For other requests, which cannot be answered with a question: the address stands in the message. */
function errorOf({ message, reason, connectUrl }: Refusal): object {
  const page = connectUrl !== undefined && isOwnPage(connectUrl) ? connectUrl : undefined;
  return {
    code: REFUSED,
    message: page === undefined ? message : `${message} Connect at ${page}`,
    data: page === undefined ? { reason } : { reason, connectUrl: page },
  };
}
