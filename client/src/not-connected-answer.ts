/**
 * Builds the answer to a `tools/call` for which there is no token, in each version of MCP. The page to connect at is the
 * one that the injector named; nothing about the person is added to its URL (T030).
 */
import { randomUUID } from 'node:crypto';
import type { Refusal } from '../../src/contract/injection-messages.ts';
import { mintRequestState, type RequestBinding, type StateKey } from './request-state.ts';
import { isOwnPage } from './safe-address.ts';

interface UrlElicitation {
  mode: 'url';
  url: string;
  message: string;
}

/** The answer to send to the MCP client. */
export type NotConnectedAnswer =
  /** For 2026-07-28: a result. The client asks the person, then repeats the call with `requestState`. */
  | { kind: 'input_required'; result: InputRequired }
  /** For 2025-11-25: a JSON-RPC error. */
  | { kind: 'error'; error: UrlElicitationRequired }
  /** For other clients, and for reasons without a page: a tool result that the model reads. */
  | { kind: 'tool_result'; result: FailedToolResult };

export interface InputRequired {
  resultType: 'input_required';
  inputRequests: { connect: { method: 'elicitation/create'; params: UrlElicitation } };
  requestState: string;
  [key: string]: unknown;
}
export interface UrlElicitationRequired {
  code: -32042;
  message: string;
  data: { elicitations: (UrlElicitation & { elicitationId: string })[] };
}
export interface FailedToolResult {
  content: { type: 'text'; text: string }[];
  isError: true;
  /** Only in 2026-07-28 and later. */
  resultType?: 'complete';
  [key: string]: unknown;
}

interface Common {
  refusal: Refusal;
  /** The capabilities that the client declared in `initialize` or in the request's `_meta`. */
  clientCapabilities?: unknown;
}
export type NotConnectedInput =
  | (Common & {
      /** For 2026-07-28 and later. The SDK's server factory has the same values of `era`. */
      era: 'modern';
      /** Key and binding of `requestState`. */
      state: StateKey & RequestBinding;
      /** `inputResponses` of a repeated call. A person who declined is not asked again by the same call. */
      inputResponses?: unknown;
    })
  | (Common & {
      /** For 2025-11-25 and older. */
      era: 'legacy';
      /** Default: a random UUID. */
      elicitationId?: string;
    });

/**
 * Builds the answer. An accepted elicitation means that the person agreed to open the page, not that they have connected.
 * When the call is repeated, verify its `requestState` and ask the injector again.
 */
export function notConnectedAnswer(input: NotConnectedInput): NotConnectedAnswer {
  const { refusal } = input;
  const { connectUrl: url } = refusal;
  if (url === undefined || !isOwnPage(url)) return toolResult(input.era, refusal.message);
  if (!canOpenUrls(input.clientCapabilities))
    return toolResult(input.era, `${refusal.message} Connect at ${url}`);
  const elicitation: UrlElicitation = { mode: 'url', url, message: refusal.message };
  return input.era === 'modern' ? modernAnswer(input, elicitation) : legacyAnswer(input, elicitation);
}

function modernAnswer(
  { state, inputResponses, refusal }: Extract<NotConnectedInput, { era: 'modern' }>,
  elicitation: UrlElicitation,
): NotConnectedAnswer {
  const action = connectAction(inputResponses);
  if (action === 'decline' || action === 'cancel')
    return toolResult('modern', `${refusal.message} The person chose not to connect now.`);
  const inputRequests = { connect: { method: 'elicitation/create' as const, params: elicitation } };
  const requestState = mintRequestState(state, state);
  return { kind: 'input_required', result: { resultType: 'input_required', inputRequests, requestState } };
}

/** The version is not checked, because among the older clients only those of 2025-11-25 can declare the capability. */
function legacyAnswer(
  { elicitationId = randomUUID(), refusal }: Extract<NotConnectedInput, { era: 'legacy' }>,
  elicitation: UrlElicitation,
): NotConnectedAnswer {
  const data = { elicitations: [{ ...elicitation, elicitationId }] };
  return { kind: 'error', error: { code: -32042, message: refusal.message, data } };
}

/** Since 2026-07-28 a result has `resultType`. */
function toolResult(era: NotConnectedInput['era'], text: string): NotConnectedAnswer {
  const result: FailedToolResult = { content: [{ type: 'text', text }], isError: true };
  return { kind: 'tool_result', result: era === 'modern' ? { resultType: 'complete', ...result } : result };
}

/** Whether the client can open URLs. An empty `elicitation` means that it supports only forms. */
function canOpenUrls(capabilities: unknown): boolean {
  const { elicitation } = (capabilities ?? {}) as { elicitation?: { url?: unknown } | null };
  return typeof elicitation?.url === 'object' && elicitation.url !== null;
}

/** The person's answer to the question of {@link notConnectedAnswer}; `absent` if they were not asked yet. */
export function connectAction(inputResponses: unknown): 'absent' | 'accept' | 'decline' | 'cancel' {
  const { connect } = (inputResponses ?? {}) as { connect?: { action?: unknown } | null };
  const action = connect?.action;
  return action === 'accept' || action === 'decline' || action === 'cancel' ? action : 'absent';
}
