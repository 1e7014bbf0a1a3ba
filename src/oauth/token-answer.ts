import type { TokenEndpointResponse } from 'oauth4webapi';
import { Secret } from '../vault/secret.ts';
import { carried } from './carried-token.ts';
import { parsedExactly, record } from './dialects.ts';
import { OAUTH_LIMITS } from './limits.ts';
import type { OAuthFacts, ReadAccount } from './provider.ts';
import { areConnectionFacts } from './resolve-facts.ts';
import { TellableError } from './tellable-error.ts';
import { ID_TOKEN_ASIDE } from './token-success.ts';

/** The content of a token endpoint's answer. A refresh answer is a patch: an absent field keeps its value. */
export interface TokenAnswer {
  access: Secret;
  refresh?: Secret;
  /** A refresh token came that cannot be carried. The old one may be spent. */
  isRefreshUnusable?: true;
  scopes?: string[];
  /** Seconds from the start of the request; absent if the token does not expire. */
  expiresIn?: number;
  refreshExpiresIn?: number;
  /** Not verified. Of an authorization server of which only the metadata is known. */
  idToken?: Secret;
  /** The account that owns the tokens, if the answer names it. */
  account?: ReadAccount;
  /** Connection facts, such as Salesforce's `instanceHost`. */
  facts?: Record<string, string>;
  /** A connection fact is not acceptable (T143). A refresh keeps the facts that it had. */
  areFactsRefused?: true;
}

/** An answer that may lack an access token which can be used. */
export type PartialTokenAnswer = Omit<TokenAnswer, 'access'> & { access?: Secret };

/** The provider answered with success, but what it answered cannot be used as a whole. */
export class UnusableTokenAnswer extends TellableError {
  /** Private, because an account and scopes are the provider's text. */
  readonly #answer: PartialTokenAnswer;

  constructor(answer: PartialTokenAnswer) {
    super('unusable token answer');
    this.name = 'UnusableTokenAnswer';
    this.#answer = answer;
  }

  /** What came nevertheless, to be saved or revoked. */
  get answer(): PartialTokenAnswer {
    return this.#answer;
  }
}

/** Reads an answer that oauth4webapi has checked. Throws {@link UnusableTokenAnswer} without a bearer token in it. */
export function tokenAnswer(response: TokenEndpointResponse, facts: OAuthFacts): TokenAnswer {
  const access = carried(response.access_token);
  const answer = { ...tokensBeside(response, facts), ...accountAndConnectionFacts(response, facts) };
  // oauth4webapi also accepts `dpop`, but such a token cannot be used as a bearer token (T045).
  if (access !== undefined && response.token_type === 'bearer')
    return { access: new Secret(access), ...answer };
  throw new UnusableTokenAnswer(access === undefined ? answer : { access: new Secret(access), ...answer });
}

function tokensBeside(response: TokenEndpointResponse, facts: OAuthFacts): PartialTokenAnswer {
  const { refresh_token, scope } = response;
  const refresh = carried(refresh_token);
  const answer: PartialTokenAnswer = {};
  if (refresh !== undefined) answer.refresh = new Secret(refresh);
  else if (refresh_token != null) answer.isRefreshUnusable = true;
  const named = typeof scope === 'string' ? scopes(scope, facts) : undefined;
  if (named) answer.scopes = named;
  const expiresIn = seconds(response.expires_in) ?? seconds(facts.accessTokenLifetime);
  if (expiresIn !== undefined) answer.expiresIn = expiresIn;
  const usual = refresh === undefined ? undefined : facts.refreshTokenLifetime;
  const refreshExpiresIn = seconds(response.refresh_token_expires_in) ?? seconds(usual);
  if (refreshExpiresIn !== undefined) answer.refreshExpiresIn = refreshExpiresIn;
  const idToken = facts.account.kind === 'openid' ? carried(response[ID_TOKEN_ASIDE]) : undefined;
  if (idToken !== undefined) answer.idToken = new Secret(idToken);
  return answer;
}

function accountAndConnectionFacts(
  response: TokenEndpointResponse,
  facts: OAuthFacts,
): Pick<TokenAnswer, 'account' | 'facts' | 'areFactsRefused'> {
  const members: Record<string, unknown> = { ...response };
  const { account: from, connectionFacts } = facts;
  const account = from.kind === 'token-answer' ? readOrNothing(from.read, exactly(members)) : undefined;
  const owner = account ? { account } : {};
  if (!connectionFacts) return owner;
  const found = readOrNothing(connectionFacts, members);
  return found && areConnectionFacts(facts, found)
    ? { ...owner, facts: found }
    : { ...owner, areFactsRefused: true };
}

/** An id must be a number that the answer said exactly. */
function exactly(members: Record<string, unknown>): Record<string, unknown> {
  return record(parsedExactly(JSON.stringify(members))) ?? {};
}

/** A member that a provider's file does not expect says nothing, and costs no tokens. */
function readOrNothing<T>(
  read: (members: Record<string, unknown>) => T | undefined,
  members: Record<string, unknown>,
): T | undefined {
  try {
    return read(members);
  } catch {
    return undefined;
  }
}

/**
 * Undefined if there are too many scopes, or one is too long or not text; the answer is then treated as one without scopes.
 * The table refuses half a surrogate pair.
 */
function scopes(text: string, facts: OAuthFacts): string[] | undefined {
  const named = [...new Set(text.split(facts.scopes.answerSeparator).filter((scope) => scope !== ''))];
  const areScopes =
    named.length <= OAUTH_LIMITS.scopes &&
    named.every((scope) => scope.length <= OAUTH_LIMITS.scopeLength && !/\p{C}/u.test(scope));
  return areScopes ? named : undefined;
}

/** Undefined for what is no lifetime, such as `endless`. */
function seconds(value: unknown): number | undefined {
  if (typeof value !== 'number' || !Number.isFinite(value) || value <= 0) return undefined;
  return Math.min(Math.max(1, Math.floor(value)), OAUTH_LIMITS.tokenLifetime);
}
