/**
 * What an MCP runtime answers to a `tools/call` for which there is no token, in each MCP era. The page to connect at is the
 * broker's own, as the injector named it, and nothing about the person is added to it (T030).
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

export type NotConnectedAnswer =
  /** 2026-07-28: the result to answer with. The client asks the person, then repeats the call with `requestState`. */
  | { kind: 'input_required'; result: InputRequired }
  /** 2025-11-25: the JSON-RPC error to answer with. */
  | { kind: 'error'; error: UrlElicitationRequired }
  /** Every other client, and every reason that no page mends: an ordinary result, for the model to read. */
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
  /** Of 2026-07-28 and later. */
  resultType?: 'complete';
  [key: string]: unknown;
}

interface Common {
  refusal: Refusal;
  /** As the client declared them: in `initialize`, or in the request's `_meta`. */
  clientCapabilities?: unknown;
}
export type NotConnectedInput =
  | (Common & {
      /** 2026-07-28 and later: `era` of the SDK's server factory. */
      era: 'modern';
      /** For `requestState`. */
      state: StateKey & RequestBinding;
      /** Of the request, if it was repeated: a person who declined is not asked again by the same call. */
      inputResponses?: unknown;
    })
  | (Common & {
      /** 2025-11-25 and older. */
      era: 'legacy';
      /** Default: a random UUID. */
      elicitationId?: string;
    });

/**
 * An accepted elicitation means that the person agreed to open the page, not that they have connected: on the repeated call,
 * verify its `requestState` and just ask the injector again.
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

/** Only a client of 2025-11-25 can have declared the capability, so the revision need not be known. */
function legacyAnswer(
  { elicitationId = randomUUID(), refusal }: Extract<NotConnectedInput, { era: 'legacy' }>,
  elicitation: UrlElicitation,
): NotConnectedAnswer {
  const data = { elicitations: [{ ...elicitation, elicitationId }] };
  return { kind: 'error', error: { code: -32042, message: refusal.message, data } };
}

/** From 2026-07-28 on a result says whether it is complete. */
function toolResult(era: NotConnectedInput['era'], text: string): NotConnectedAnswer {
  const result: FailedToolResult = { content: [{ type: 'text', text }], isError: true };
  return { kind: 'tool_result', result: era === 'modern' ? { resultType: 'complete', ...result } : result };
}

/** An empty `elicitation` means forms only. */
function canOpenUrls(capabilities: unknown): boolean {
  const { elicitation } = (capabilities ?? {}) as { elicitation?: { url?: unknown } | null };
  return typeof elicitation?.url === 'object' && elicitation.url !== null;
}

/** What the person answered to the question of {@link notConnectedAnswer}; `absent` before it was asked. */
export function connectAction(inputResponses: unknown): 'absent' | 'accept' | 'decline' | 'cancel' {
  const { connect } = (inputResponses ?? {}) as { connect?: { action?: unknown } | null };
  const action = connect?.action;
  return action === 'accept' || action === 'decline' || action === 'cancel' ? action : 'absent';
}
