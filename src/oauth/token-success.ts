/**
 * A success of a token endpoint, in the form that oauth4webapi takes. A strict provider has spent the old tokens when it
 * answers, so no other member may cost the new ones: what is odd beside them is left out. Pure.
 */
import { carried } from './carried-token.ts';
import { record } from './dialects.ts';
import type { OAuthFacts, ParsedAnswer, TokenDialect } from './provider.ts';

/** Stands for a token that came and cannot be carried. It cannot be carried either. */
const UNCARRIED = ' ';

/**
 * The answer after the provider's dialect. Any 2xx with an access token that can be carried is a success, whatever error or
 * other member stands beside it; other answers are as the dialect says.
 */
export function spokenTokenAnswer(original: ParsedAnswer, facts: OAuthFacts): ParsedAnswer {
  const isSuccess = original.status >= 200 && original.status < 300;
  // RFC 6749 section 5.1 knows only 200, and the dialects are written for it.
  const given = isSuccess ? { ...original, status: 200 } : original;
  const spoken = applied(facts.dialect?.answer, given);
  return withoutOddities(bringsAccess(given) && !bringsAccess(spoken) ? given : spoken, facts);
}

/** The dialect's answer. If the dialect throws, the original one. */
export function applied(answer: TokenDialect['answer'], original: ParsedAnswer): ParsedAnswer {
  try {
    return answer ? answer(original) : original;
  } catch {
    return original;
  }
}

function bringsAccess({ status, body }: ParsedAnswer): boolean {
  return status === 200 && carried(record(body)?.access_token) !== undefined;
}

/** Where an ID token waits for `openidAccount`, which verifies it. */
export const ID_TOKEN_ASIDE = 'id_token_aside';

function withoutOddities(answer: ParsedAnswer, { scopes }: OAuthFacts): ParsedAnswer {
  const body = record(answer.body);
  if (!body || !bringsTokens(answer)) return answer;
  const { access_token, refresh_token, token_type, scope, expires_in, id_token, ...others } = body;
  const members = {
    ...others,
    // oauth4webapi judges an ID token by its claims alone and would refuse the tokens beside it.
    [ID_TOKEN_ASIDE]: carried(id_token),
    access_token: carried(access_token) ?? UNCARRIED,
    refresh_token: refresh_token == null ? undefined : (carried(refresh_token) ?? UNCARRIED),
    token_type: isDpop(token_type) ? 'dpop' : 'bearer',
    scope: scopeText(scope, scopes.answerSeparator),
    expires_in: positive(expires_in),
  };
  // Members that are undefined are no part of the JSON text.
  return { ...answer, body: members };
}

/** Whether one token can be saved. An error without an access token is an error, whatever else stands beside it. */
function bringsTokens(answer: ParsedAnswer): boolean {
  if (bringsAccess(answer)) return true;
  const { refresh_token: refresh, error } = record(answer.body) ?? {};
  return answer.status === 200 && carried(refresh) !== undefined && error == null;
}

/** RFC 9449 section 5: such a token is bound to a key, and no resource takes it as a bearer token (T045). */
function isDpop(type: unknown): boolean {
  return typeof type === 'string' && type.trim().toLowerCase() === 'dpop';
}

/** Undefined: no scopes are named. A list is not what RFC 6749 section 3.3 says, but it says which scopes were granted. */
function scopeText(scope: unknown, separator: string): string | undefined {
  if (typeof scope === 'string') return scope;
  const isList = Array.isArray(scope) && scope.length > 0 && scope.every((each) => typeof each === 'string');
  return isList ? scope.join(separator) : undefined;
}

/** Undefined for what is no lifetime. The one in the provider facts applies then. */
function positive(lifetime: unknown): number | undefined {
  const seconds = typeof lifetime === 'string' || typeof lifetime === 'number' ? Number(lifetime) : 0;
  return seconds > 0 && Number.isFinite(seconds) ? seconds : undefined;
}
