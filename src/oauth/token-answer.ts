import type { TokenEndpointResponse } from 'oauth4webapi';
import { Secret } from '../vault/secret.ts';
import { OAUTH_LIMITS } from './limits.ts';
import type { OAuthFacts, ReadAccount } from './provider.ts';

/** The content of a token endpoint's answer. A refresh answer is a patch: an absent field keeps its value. */
export interface TokenAnswer {
  access: Secret;
  refresh?: Secret;
  scopes?: string[];
  /** Seconds from the start of the request; absent if the token does not expire. */
  expiresIn?: number;
  refreshExpiresIn?: number;
  /** The account that owns the tokens, if the answer names it. */
  account?: ReadAccount;
  /** Connection facts, such as Salesforce's `instanceHost`. */
  facts?: Record<string, string>;
}

/** The provider answered with success, but the answer holds no usable tokens. */
export class UnusableTokenAnswer extends Error {
  constructor() {
    super('unusable token answer');
    this.name = 'UnusableTokenAnswer';
  }
}

/** Visible ASCII of a bounded length (T149): RFC 6749 appendix A.12 without the space, which a header cannot carry. */
const TOKEN = /^[\x21-\x7e]{1,8192}$/;

/** Reads an answer that oauth4webapi has checked. Throws {@link UnusableTokenAnswer}. */
export function tokenAnswer(response: TokenEndpointResponse, facts: OAuthFacts): TokenAnswer {
  // oauth4webapi also accepts `dpop`, but such a token cannot be used as a bearer token (T045).
  if (response.token_type !== 'bearer') throw new UnusableTokenAnswer();
  const answer: TokenAnswer = { access: token(response.access_token) };
  if (response.refresh_token != null) answer.refresh = token(response.refresh_token);
  const named = typeof response.scope === 'string' ? scopes(response.scope, facts) : undefined;
  if (named) answer.scopes = named;
  const expiresIn = response.expires_in ?? facts.accessTokenLifetime;
  if (typeof expiresIn === 'number') answer.expiresIn = seconds(expiresIn);
  const refreshExpiresIn =
    response.refresh_token_expires_in ?? (answer.refresh && facts.refreshTokenLifetime);
  if (typeof refreshExpiresIn === 'number') answer.refreshExpiresIn = seconds(refreshExpiresIn);
  return { ...answer, ...accountAndConnectionFacts(response, facts) };
}

function accountAndConnectionFacts(
  response: TokenEndpointResponse,
  facts: OAuthFacts,
): Pick<TokenAnswer, 'account' | 'facts'> {
  const members: Record<string, unknown> = { ...response };
  const account = facts.account.kind === 'token-answer' ? facts.account.read(members) : undefined;
  if (!facts.connectionFacts) return account ? { account } : {};
  const found = facts.connectionFacts(members);
  if (!found) throw new UnusableTokenAnswer();
  return account ? { account, facts: found } : { facts: found };
}

function token(value: unknown): Secret {
  if (typeof value !== 'string' || !TOKEN.test(value)) throw new UnusableTokenAnswer();
  return new Secret(value);
}

/** Undefined if there are too many scopes or one is too long; the answer is then treated as one without scopes. */
function scopes(text: string, facts: OAuthFacts): string[] | undefined {
  const named = [...new Set(text.split(facts.scopes.answerSeparator).filter((scope) => scope !== ''))];
  const areScopes =
    named.length <= OAUTH_LIMITS.scopes && named.every(({ length }) => length <= OAUTH_LIMITS.scopeLength);
  return areScopes ? named : undefined;
}

function seconds(value: number): number {
  if (!Number.isFinite(value) || value <= 0) throw new UnusableTokenAnswer();
  return Math.min(Math.max(1, Math.floor(value)), OAUTH_LIMITS.tokenLifetime);
}
