/**
 * Checks the injector's answers against the contract (src/contract/injection-messages.ts). Only fields of the contract
 * are copied. An answer with an invalid field is refused as a whole: the functions return undefined. Pure.
 */
import {
  type CheckAnswer,
  type Injection,
  type InjectionAnswer,
  type ListedAnswer,
  REFUSAL_REASONS,
  type Refusal,
  type RefusedAnswer,
  type ServerStatus,
} from '../../src/contract/injection-messages.ts';
import { isFieldName, isFieldValue, isOfOneConnection } from './field-grammar.ts';
import { isOwnPage } from './safe-address.ts';

export type Fields = Record<string, unknown>;
type Readiness = { ready: true; connectionId: string } | ({ ready: false } & Refusal);

/** The injection or refusal in an answer to `inject`. */
export function judgeInjectionAnswer(answer: unknown): InjectionAnswer | undefined {
  if (!isFields(answer)) return undefined;
  if (answer.isAuthorized !== true) return refusedAnswer(answer);
  const context = isFields(answer.context) ? injection(answer.context) : undefined;
  return context && { isAuthorized: true, context };
}

/** The statuses in an answer to `check`: one for each server, in the order of the question. */
export function judgeCheckAnswer(answer: unknown, asked: readonly string[]): CheckAnswer | undefined {
  if (!isFields(answer)) return undefined;
  if (answer.isAuthorized === false) return refusedAnswer(answer);
  const { statuses } = answer;
  if (!Array.isArray(statuses) || statuses.length !== asked.length) return undefined;
  const judged = asked.map((server, index) => serverStatus(statuses[index], server));
  return judged.every((status) => status !== undefined) ? { statuses: judged } : undefined;
}

/** The fingerprints in an answer to `listed`. */
export function judgeListedAnswer(answer: unknown): ListedAnswer | undefined {
  if (!isFields(answer)) return undefined;
  if (answer.isAuthorized === false) return refusedAnswer(answer);
  return isListOf(answer.held, isText) ? { held: [...answer.held] } : undefined;
}

function serverStatus(status: unknown, server: string): ServerStatus | undefined {
  if (!isFields(status) || status.server !== server) return undefined;
  const judged = judgeReadiness(status);
  return judged && { server, ...judged };
}

function injection(context: Fields): Injection | undefined {
  const { connectionId, generation, headers, removeHeaders, query, env, secrets } = context;
  const { allowedHosts, allowedUrl, connectionOf, url, connectedAt } = context;
  const { apiHosts, binding, expiresAt, maxUses } = context;
  if (!isText(connectionId) || !isCount(generation) || maxUses !== 1) return undefined;
  if (!isMapOf(headers, isInjectable) || !isListOf(removeHeaders, isFieldName)) return undefined;
  if (query !== undefined && !isMapOf(query, isPlain)) return undefined;
  if (env !== undefined && !isMapOf(env, isPlain)) return undefined;
  if (secrets !== undefined && !(isListOf(secrets, isText) && secrets.length > 0)) return undefined;
  if (!isListOf(allowedHosts, isHost)) return undefined;
  if (apiHosts !== undefined && !isListOf(apiHosts, isHost)) return undefined;
  if (allowedUrl !== undefined && !(isText(allowedUrl) && URL.canParse(allowedUrl))) return undefined;
  if (connectionOf !== undefined && connectionOf !== 'person' && connectionOf !== 'workspace')
    return undefined;
  if (url !== undefined && !(isText(url) && URL.canParse(url))) return undefined;
  if (connectedAt !== undefined && !isText(connectedAt)) return undefined;
  if (allowedHosts.length === 0 && binding !== 'process') return undefined;
  if (binding !== 'request' && binding !== 'session' && binding !== 'process') return undefined;
  if (!isText(expiresAt) || Number.isNaN(Date.parse(expiresAt))) return undefined;
  const judged: Injection = {
    connectionId,
    generation,
    headers: { ...headers },
    removeHeaders: [...removeHeaders],
    allowedHosts: [...allowedHosts],
    ...(allowedUrl !== undefined && { allowedUrl }),
    ...(connectionOf !== undefined && { connectionOf }),
    ...(url !== undefined && { url }),
    ...(connectedAt !== undefined && { connectedAt }),
    binding,
    expiresAt,
    maxUses,
  };
  if (query) judged.query = { ...query };
  if (env) judged.env = { ...env };
  if (apiHosts) judged.apiHosts = [...apiHosts];
  if (secrets) judged.secrets = [...secrets];
  return judged;
}

/** Whether a server is ready, and by which connection, or why not. */
export function judgeReadiness(status: Fields): Readiness | undefined {
  const { connectionId } = status;
  if (status.ready === true) return isText(connectionId) ? { ready: true, connectionId } : undefined;
  const refused = status.ready === false ? refusal(status) : undefined;
  return refused && { ready: false, ...refused };
}

/** A refusal on its own. */
export const judgeRefusal = (context: unknown): Refusal | undefined =>
  isFields(context) ? refusal(context) : undefined;

/** The refusal of a whole question. */
export function refusedAnswer(answer: Fields): RefusedAnswer | undefined {
  if (answer.isAuthorized !== false || !isFields(answer.context)) return undefined;
  const context = refusal(answer.context);
  return context && { isAuthorized: false, context };
}

function refusal(context: Fields): Refusal | undefined {
  const { message, connectUrl, missingScopes, retryAfterSeconds } = context;
  const reason = REFUSAL_REASONS.find((known) => known === context.reason);
  if (reason === undefined || !isText(message)) return undefined;
  const judged: Refusal = { reason, message };
  if (connectUrl !== undefined) {
    if (!isText(connectUrl) || !isOwnPage(connectUrl)) return undefined;
    judged.connectUrl = connectUrl;
  }
  if (missingScopes !== undefined) {
    if (!isListOf(missingScopes, isText)) return undefined;
    judged.missingScopes = [...missingScopes];
  }
  if (retryAfterSeconds !== undefined) {
    if (typeof retryAfterSeconds !== 'number' || !(retryAfterSeconds >= 0)) return undefined;
    judged.retryAfterSeconds = retryAfterSeconds;
  }
  return judged;
}

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
export const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
const isCount = (value: unknown): value is number => Number.isInteger(value) && (value as number) >= 0;
/** `host` or `host:port`, in the form of `URL.host`. */
const isHost = (value: string) => /^([a-z0-9.-]+|\[[0-9a-f:.]+\])(:\d{1,5})?$/.test(value);
const isInjectable = (name: string, value: string) =>
  isFieldName(name) && isFieldValue(value) && !isOfOneConnection(name);
const isPlain = (name: string, value: string) => isFieldName(name) && !/[\0\r\n]/.test(value);

export function isListOf(value: unknown, fits: (item: string) => boolean): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string' && fits(item));
}

function isMapOf(
  value: unknown,
  fits: (name: string, value: string) => boolean,
): value is Record<string, string> {
  return (
    isFields(value) &&
    Object.entries(value).every(([name, item]) => typeof item === 'string' && fits(name, item))
  );
}
