/**
 * All failures, by what a runtime can do about them. Switch on `code`, never on `message`. None of them holds a token, a
 * header's value, a URL with its query, or an error of another library, whose text could.
 */
import type { Refusal, RefusalReason } from '../../src/contract/injection-messages.ts';

/** The injector refused, so the call was not made. `reason` says what to do: see the table in the README. */
export class NotInjected extends Error {
  override readonly name = 'NotInjected';
  readonly code = 'not_injected';
  readonly reason: RefusalReason;
  /** The dashboard's own page, https or on this machine. Only where a person can mend it. */
  readonly connectUrl: string | undefined;
  readonly missingScopes: readonly string[] | undefined;
  readonly retryAfterSeconds: number | undefined;
  /** All of it as the injector said it, for {@link notConnectedAnswer}. */
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(`${refusal.reason}: ${refusal.message}`);
    this.reason = refusal.reason;
    this.connectUrl = refusal.connectUrl;
    this.missingScopes = refusal.missingScopes;
    this.retryAfterSeconds = refusal.retryAfterSeconds;
    this.refusal = refusal;
  }
}

/**
 * - `network`, `timeout`, `throttled`, `function_failed`: the invoke was lost, and so were those after it.
 * - `denied`: AWS refused it. The role may not invoke, or there is no such function, or there are no credentials.
 * - `not_of_the_contract`: something else answered than a token-injector of this version.
 * - `ids_spent`: this call has used the operation ids that one call may use.
 */
export type InjectorFailure =
  | 'network'
  | 'timeout'
  | 'throttled'
  | 'function_failed'
  | 'denied'
  | 'not_of_the_contract'
  | 'ids_spent';

/** There is no answer of the injector, so the call was not made. */
export class InjectorUnreachable extends Error {
  override readonly name = 'InjectorUnreachable';
  readonly code = 'injector_unreachable';
  readonly failure: InjectorFailure;

  constructor(failure: InjectorFailure) {
    super(`the injector cannot be asked: ${failure}`);
    this.failure = failure;
  }
}

const NOT_MADE = {
  body_unreadable: 'the body is not JSON text, so it cannot be told what it asks for',
  tool_missing: 'a tools/call names no tool',
  batch_of_calls: 'a batch holds more than one tools/call, and a token is for one',
  address_refused: 'the address is not https (or http on this machine), or holds user information',
  host_not_allowed: 'the token is not for this host',
  header_refused: 'a header has a name or value that no header can have',
  wrong_binding: 'the server keeps what it is given for another time than this function allows',
  injection_expired: 'the time for which the token was handed out is over',
  session_over: 'the session that the token was for is over',
  session_spent: 'a session serves one tool call',
  not_of_session: 'the token of this session is for another tool, or for no such request',
  environment_missing: 'the injector gave no environment variable for this server',
  environment_refused: 'an injected variable has a name that changes more than a token, or is set already',
} as const;
export type NotMadeCode = keyof typeof NOT_MADE;

/** This package refused to send. Nothing left, and a token that was handed out for it is forgotten. */
export class CallNotMade extends Error {
  override readonly name = 'CallNotMade';
  readonly code: NotMadeCode;

  constructor(code: NotMadeCode) {
    super(NOT_MADE[code]);
    this.code = code;
  }
}

const REFUSED = {
  redirect: 'the server redirects; configure the address it redirects to, if that is its own',
  too_large: 'the answer is larger than allowed',
  too_slow: 'the answer takes longer than allowed',
} as const;
export type ResponseRefusedCode = keyof typeof REFUSED;

/** The request was sent and its answer is not passed on. A tool may have run: do not repeat the call blindly. */
export class ResponseRefused extends Error {
  override readonly name = 'ResponseRefused';
  readonly code: ResponseRefusedCode;
  /** The HTTP status, where one arrived. */
  readonly status: number | undefined;

  constructor(code: ResponseRefusedCode, status?: number) {
    super(status === undefined ? REFUSED[code] : `${REFUSED[code]} (${status})`);
    this.code = code;
    this.status = status;
  }
}

/** The MCP server could not be reached, or hung up. A tool may have run. */
export class ServerUnreachable extends Error {
  override readonly name = 'ServerUnreachable';
  readonly code = 'server_unreachable';
  /** Node's own code, such as `ECONNREFUSED`, where there is one. */
  readonly system: string | undefined;

  constructor(error: unknown) {
    const system = systemCode(error);
    super(`the MCP server cannot be reached${system ? `: ${system}` : ''}`);
    this.system = system;
  }
}

/** Only a code: messages of fetch and its causes can hold the URL, which can hold a token. */
function systemCode(error: unknown): string | undefined {
  const { code, cause } = (error ?? {}) as { code?: unknown; cause?: { code?: unknown } };
  const found = cause?.code ?? code;
  return typeof found === 'string' && /^[A-Z][A-Z0-9_]{1,40}$/.test(found) ? found : undefined;
}
