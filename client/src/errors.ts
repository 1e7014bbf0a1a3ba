/**
 * All errors of this package. Use `code` to distinguish them, never `message`. No error contains a token, a header's
 * value, a URL's query, or the error of another library, whose text could contain one.
 */
import type { Refusal, RefusalReason } from '../../src/contract/injection-messages.ts';

/** The same in each copy of this package. No JSON has a symbol. */
const BRAND = Symbol.for('@connections/client.NotInjected');

/** The injector refused, so the call was not made. The README lists what to do for each `reason`. */
export class NotInjected extends Error {
  override readonly name = 'NotInjected';
  readonly code = 'not_injected';
  readonly reason: RefusalReason;
  /** The dashboard's page to connect at, https or on this machine. Only for reasons that a person can fix. */
  readonly connectUrl: string | undefined;
  readonly missingScopes: readonly string[] | undefined;
  readonly retryAfterSeconds: number | undefined;
  /** The injector's whole refusal, for {@link notConnectedAnswer}. */
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(`${refusal.reason}: ${refusal.message}`);
    this.reason = refusal.reason;
    this.connectUrl = refusal.connectUrl;
    this.missingScopes = refusal.missingScopes;
    this.retryAfterSeconds = refusal.retryAfterSeconds;
    this.refusal = refusal;
    Object.defineProperty(this, BRAND, { value: true });
  }
}

/** Whether this is a {@link NotInjected} of this copy of the package or of another one. */
export function isNotInjected(error: unknown): error is NotInjected {
  if (typeof error !== 'object' || error === null) return false;
  return (
    Object.getOwnPropertyDescriptor(error, BRAND)?.value === true &&
    (error as { code?: unknown }).code === 'not_injected'
  );
}

const MENDED_BY_CONSENT: readonly RefusalReason[] = [
  'not_connected',
  'reauthorization_required',
  'insufficient_scope',
];

/** Whether a person can end the refusal, so that it says more than the answer of the server. */
export const canPersonFix = ({ reason }: NotInjected): boolean => MENDED_BY_CONSENT.includes(reason);

/**
 * - `network`, `timeout`, `throttled`, `function_failed`: the invocation failed, and its repetitions failed too.
 * - `denied`: AWS refused the invocation. The role has no right, or the function does not exist.
 * - `no_region`, `no_credentials`: the AWS SDK sent nothing, because the environment of the runtime does not set what the SDK needs.
 * - `not_of_the_contract`: the answer is not one of a token-injector of this version.
 * - `ids_spent`: this call has used all operation ids that one call may use.
 */
export type InjectorFailure =
  | 'network'
  | 'timeout'
  | 'throttled'
  | 'function_failed'
  | 'denied'
  | 'no_region'
  | 'no_credentials'
  | 'not_of_the_contract'
  | 'ids_spent';

/** What a runtime must set before the AWS SDK sends anything. */
const MISSING: Partial<Record<InjectorFailure, string>> = {
  no_region: 'set AWS_REGION (to any text, such as local, on a laptop)',
  no_credentials:
    'set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (to any text on a laptop), or give the runtime a role',
};

/** The injector did not answer, so the call was not made. */
export class InjectorUnreachable extends Error {
  override readonly name = 'InjectorUnreachable';
  readonly code = 'injector_unreachable';
  readonly failure: InjectorFailure;

  constructor(failure: InjectorFailure) {
    const missing = MISSING[failure];
    super(`the injector did not answer: ${failure}${missing ? `; ${missing}` : ''}`);
    this.failure = failure;
  }
}

const NOT_MADE = {
  body_unreadable: 'the request body is not JSON, so the requested tool is unknown',
  tool_missing: 'a tools/call names no tool',
  batch_of_calls: 'a batch contains more than one tools/call, but a token is for one',
  address_refused: 'the address is not https (or http on this machine), or contains user information',
  host_not_allowed: 'the token may not be sent to this host',
  header_refused: 'a header has an invalid name or value',
  wrong_binding: 'the registration of this server has another binding than this function supports',
  injection_expired: 'the token was not used before it expired',
  session_over: 'the session has ended',
  session_spent: 'the session has already made its one tool call',
  not_of_session: 'the session may call only its own tool and make no other requests',
  environment_missing: 'the injector returned no environment variable for this server',
  environment_refused: 'the name of an injected variable is not allowed or is already in use',
} as const;
/** The codes of {@link CallNotMade}. */
export type NotMadeCode = keyof typeof NOT_MADE;

/** This package refused to send the request. Nothing was sent, and the token is discarded. */
export class CallNotMade extends Error {
  override readonly name = 'CallNotMade';
  readonly code: NotMadeCode;

  constructor(code: NotMadeCode) {
    super(NOT_MADE[code]);
    this.code = code;
  }
}

const REFUSED = {
  redirect: 'the server answered with a redirect; if its target is the same server, configure that address',
  too_large: 'the answer is larger than the limit',
  too_slow: 'the answer took longer than the limit',
  undecodable:
    'the answer has a content encoding that is not decoded here, so it cannot be searched for the token',
  unsearchable: 'the answer takes too long to be searched for the token',
} as const;
/** The codes of {@link ResponseRefused}. */
export type ResponseRefusedCode = keyof typeof REFUSED;

/** The request was sent, but its answer was refused. The tool may have run, so do not repeat the call without a check. */
export class ResponseRefused extends Error {
  override readonly name = 'ResponseRefused';
  readonly code: ResponseRefusedCode;
  /** The HTTP status, if there was one. */
  readonly status: number | undefined;

  constructor(code: ResponseRefusedCode, status?: number) {
    super(status === undefined ? REFUSED[code] : `${REFUSED[code]} (${status})`);
    this.code = code;
    this.status = status;
  }
}

/** The connection to the MCP server failed or broke. The tool may have run. */
export class ServerUnreachable extends Error {
  override readonly name = 'ServerUnreachable';
  readonly code = 'server_unreachable';
  /** Node's error code, such as `ECONNREFUSED`, if there is one. */
  readonly system: string | undefined;

  constructor(error: unknown) {
    const system = systemCode(error);
    super(`the MCP server cannot be reached${system ? `: ${system}` : ''}`);
    this.system = system;
  }
}

/** Only the code is kept. The messages of fetch and its causes can contain the URL, and with it a token. */
function systemCode(error: unknown): string | undefined {
  const { code, cause } = (error ?? {}) as { code?: unknown; cause?: { code?: unknown } };
  const found = cause?.code ?? code;
  return typeof found === 'string' && /^[A-Z][A-Z0-9_]{1,40}$/.test(found) ? found : undefined;
}
