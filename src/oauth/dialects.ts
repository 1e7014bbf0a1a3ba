/** Parts of a {@link TokenDialect} that several providers share. All are pure. */
import type { ParsedAnswer, TokenDialect } from './provider.ts';
import type { ProviderRequest } from './provider-fetch.ts';

/** Sends the body as JSON instead of a form (Notion, Atlassian, Zendesk …). */
export function jsonRequest(request: ProviderRequest): ProviderRequest {
  const body = JSON.stringify(Object.fromEntries(new URLSearchParams(request.body)));
  return { ...request, headers: { ...request.headers, 'content-type': 'application/json' }, body };
}

/** Turns an answer with status 200 and an `error` member into status 400, as RFC 6749 section 5.2 requires (GitHub, Slack). */
export function errorsAtStatus200(answer: ParsedAnswer): ParsedAnswer {
  const error = record(answer.body)?.error;
  return answer.status === 200 && error != null ? { ...answer, status: 400 } : answer;
}

/** Removes members that are null; RFC 6749 leaves them out instead (Notion). */
export function withoutNulls(answer: ParsedAnswer): ParsedAnswer {
  const body = record(answer.body);
  if (!body) return answer;
  return { ...answer, body: Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null)) };
}

/** Replaces the error code of an answer, for providers whose status or description is more precise than their code. */
export function recode(answer: ParsedAnswer, error: string): ParsedAnswer {
  return { status: answer.status === 200 ? 400 : answer.status, body: { error } };
}

/** Moves the error code from `code` to `error` (Canva). */
export function codeAsError(answer: ParsedAnswer): ParsedAnswer {
  const { code, error } = record(answer.body) ?? {};
  return answer.status !== 200 && typeof code === 'string' && error === undefined
    ? recode(answer, code)
    : answer;
}

/**
 * Recodes errors of Atlassian's server (Jira, Confluence, Trello). It answers a dead refresh token with 403, or with
 * `unauthorized_client` and a description that names the token, and a wrong client secret with `access_denied`.
 */
export function atlassianErrors(answer: ParsedAnswer): ParsedAnswer {
  const { error, error_description: words } = record(answer.body) ?? {};
  if (error === 'unauthorized_client' && /refresh.?token/i.test(String(words)))
    return recode(answer, 'invalid_grant');
  return error === 'access_denied' ? recode(answer, 'invalid_client') : answer;
}

/** Joins several answer functions into one that runs them first to last. */
export function inTurn(...steps: NonNullable<TokenDialect['answer']>[]): NonNullable<TokenDialect['answer']> {
  return (answer) => steps.reduce((spoken, step) => step(spoken), answer);
}

/** The value if it is a JSON object, otherwise undefined. */
export function record(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}

/**
 * The value of a JSON text, without numbers that are no safe integers: `JSON.parse` rounds them, so that 9007199254740992 and …993
 * would be one account (RFC 8259 section 6). Throws SyntaxError.
 */
export function parsedExactly(text: string): unknown {
  return JSON.parse(text, (_name, value: unknown) =>
    typeof value !== 'number' || (Number.isSafeInteger(value) && !Object.is(value, -0)) ? value : undefined,
  );
}
