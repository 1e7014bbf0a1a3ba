/**
 * Answers a refusal in place of the server (`refusals: 'answer'`), so that every framework shows the page to connect at.
 */
import type { Refusal } from '../../src/contract/injection-messages.ts';
import { paramsOf, requestIn } from './asked-for.ts';
import type { InjectionTarget } from './injection-target.ts';
import { LIMITS } from './limits.ts';
import type { OutgoingRequest } from './outgoing-request.ts';
import { refusalMessage } from './refusal-message.ts';
import { type StateKey, verifyRequestState } from './request-state.ts';

/** The answers of one fetch, which remembers what MCP clients declared and recognises its own questions. */
export interface RefusalAnswers {
  /** Notes the capabilities of an `initialize`, once the server has answered it. */
  note(outgoing: OutgoingRequest, response: Response): void;
  /** The request without the answer to a question of this fetch, which the server did not ask. */
  withoutOwnState(outgoing: OutgoingRequest): OutgoingRequest;
  /** The response that the transport gets. `outgoing` is the request as it came. */
  respond(refusal: Refusal, outgoing: OutgoingRequest): Response;
}

export function refusalAnswers({ workspaceId, server }: InjectionTarget, proof: StateKey): RefusalAnswers {
  const sessions = new Map<string, unknown>();
  const state = { ...proof, workspaceId, subject: '', server };
  return {
    note(outgoing, response) {
      const declared = declaredIn(outgoing.message);
      if (!response.ok || declared === undefined) return;
      const session = response.headers.get('mcp-session-id') ?? NO_SESSION;
      remember(sessions, session, declared);
    },
    withoutOwnState(outgoing) {
      const { message } = outgoing;
      const params = Array.isArray(message) ? undefined : paramsOf(message, 'tools/call');
      const binding = { ...state, method: 'tools/call', params: params ?? {} };
      const verified = verifyRequestState(state, params?.requestState, binding);
      const isOwn = verified.valid || verified.reason === 'expired';
      if (!params || !isOwn) return outgoing;
      const { requestState: _, inputResponses, ...rest } = params;
      const others = withoutConnect(inputResponses);
      const clean = others ? { ...rest, inputResponses: others } : rest;
      return { ...outgoing, message: { ...(message as object), params: clean } };
    },
    respond(refusal, outgoing) {
      const { method, message, headers, url } = outgoing;
      // The listening GET is optional, and so is the end of a session. Notifications have no answer.
      if (method !== 'POST') return at(url, new Response(null, { status: 405 }));
      const session = new Headers(headers).get('mcp-session-id') ?? NO_SESSION;
      const asking = { clientCapabilities: sessions.get(session), state };
      const answers = [message]
        .flat()
        .filter((each) => (requestIn(each).id ?? null) !== null)
        .map((each) => refusalMessage(refusal, each, asking));
      if (answers.length === 0) return at(url, new Response(null, { status: 202 }));
      return at(url, Response.json(Array.isArray(message) ? answers : answers[0]));
    },
  };
}

const NO_SESSION = '';

/** The capabilities of a client that begins. */
function declaredIn(message: unknown): unknown {
  const params = paramsOf(message, 'initialize');
  return params && (params.capabilities ?? {});
}

/** Without a session nobody knows which client a call is of: then what all of them declared counts. */
function remember(sessions: Map<string, unknown>, session: string, declared: unknown): void {
  const isShared = session === NO_SESSION && sessions.has(session);
  const same = isShared && JSON.stringify(sessions.get(session)) !== JSON.stringify(declared) ? {} : declared;
  sessions.delete(session);
  sessions.set(session, same);
  if (sessions.size > LIMITS.sessionsSeen) sessions.delete(sessions.keys().next().value as string);
}

function withoutConnect(inputResponses: unknown): object | undefined {
  const { connect: _, ...others } = (inputResponses ?? {}) as Record<string, unknown>;
  return Object.keys(others).length > 0 ? others : undefined;
}

const at = (url: URL, response: Response) => Object.defineProperty(response, 'url', { value: url.href });
