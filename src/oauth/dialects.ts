/** Quirks that several providers share, as parts of a {@link TokenDialect}. All pure. */
import type { SpokenAnswer, TokenDialect } from './provider.ts';
import type { ProviderRequest } from './provider-fetch.ts';

/** The body as JSON instead of a form (Notion, Atlassian, Zendesk …). */
export function jsonRequest(request: ProviderRequest): ProviderRequest {
  const body = JSON.stringify(Object.fromEntries(new URLSearchParams(request.body)));
  return { ...request, headers: { ...request.headers, 'content-type': 'application/json' }, body };
}

/** Errors with status 200 and an `error` member; RFC 6749 section 5.2 wants 400 (GitHub, Slack). */
export function errorsAtStatus200(answer: SpokenAnswer): SpokenAnswer {
  const error = record(answer.body)?.error;
  return answer.status === 200 && error !== undefined && error !== null ? { ...answer, status: 400 } : answer;
}

/** `token_type` is required by RFC 6749 section 5.1; some leave it out, pad it, or use it for something else. */
export function bearerTokenType(answer: SpokenAnswer): SpokenAnswer {
  const body = record(answer.body);
  return body && 'access_token' in body ? { ...answer, body: { ...body, token_type: 'bearer' } } : answer;
}

/** Members that are null where the RFC has them absent (Notion). */
export function withoutNulls(answer: SpokenAnswer): SpokenAnswer {
  const body = record(answer.body);
  if (!body) return answer;
  return { ...answer, body: Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null)) };
}

/**
 * Tokens must not be lost over what stands beside them: an ID token, which nothing here reads (T022), or a lifetime that is
 * none. A lifetime that is left out has its default.
 */
export function onlyWhatWeUse(answer: SpokenAnswer): SpokenAnswer {
  const body = record(answer.body);
  if (!body || !('access_token' in body)) return answer;
  const { id_token: _, expires_in: told, ...used } = body;
  const seconds = typeof told === 'string' || typeof told === 'number' ? Number(told) : 0;
  return {
    ...answer,
    body: seconds > 0 && Number.isFinite(seconds) ? { ...used, expires_in: seconds } : used,
  };
}

/** Rewrites an error code, where status and code, or the words beside them, say what the code alone does not. */
export function recode(answer: SpokenAnswer, error: string): SpokenAnswer {
  return { status: answer.status === 200 ? 400 : answer.status, body: { error } };
}

/** Errors whose code is in `code` instead of `error` (Canva). */
export function codeAsError(answer: SpokenAnswer): SpokenAnswer {
  const { code, error } = record(answer.body) ?? {};
  return answer.status !== 200 && typeof code === 'string' && error === undefined
    ? recode(answer, code)
    : answer;
}

/**
 * Atlassian's server (Jira, Confluence, Trello): a dead refresh token comes as 403 and also as `unauthorized_client` whose
 * words name the token; a wrong secret as `access_denied`.
 */
export function atlassianErrors(answer: SpokenAnswer): SpokenAnswer {
  const { error, error_description: words } = record(answer.body) ?? {};
  if (error === 'unauthorized_client' && /refresh.?token/i.test(String(words)))
    return recode(answer, 'invalid_grant');
  return error === 'access_denied' ? recode(answer, 'invalid_client') : answer;
}

/** Runs several, first to last. */
export function inTurn(...steps: NonNullable<TokenDialect['answer']>[]): NonNullable<TokenDialect['answer']> {
  return (answer) => steps.reduce((spoken, step) => step(spoken), answer);
}

/** A JSON object; undefined for anything else. */
export function record(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}
