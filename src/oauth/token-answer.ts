import type { TokenEndpointResponse } from 'oauth4webapi';
import { Secret } from '../vault/secret.ts';
import { OAUTH_LIMITS } from './limits.ts';
import type { OAuthFacts, ReadAccount } from './provider.ts';

/** What a token endpoint gave. A refresh answer is a patch: what is absent stays as it was. */
export interface TokenAnswer {
  access: Secret;
  refresh?: Secret;
  scopes?: string[];
  /** Seconds from the request's start; absent where the tokens have no clock. */
  expiresIn?: number;
  refreshExpiresIn?: number;
  /** Whose tokens these are, where the provider tells in this answer. */
  account?: ReadAccount;
  /** What calls need beside the token. */
  facts?: Record<string, string>;
}

/** The answer arrived and is not a token answer. */
export class UnusableTokenAnswer extends Error {
  constructor() {
    super('unusable token answer');
    this.name = 'UnusableTokenAnswer';
  }
}

/** Visible ASCII (RFC 6749 appendix A.12 without the space, which no header could carry) of a bounded length (T149). */
const TOKEN = /^[\x21-\x7e]{1,8192}$/;

export function tokenAnswer(response: TokenEndpointResponse, facts: OAuthFacts): TokenAnswer {
  // oauth4webapi lets `dpop` pass too, which as a bearer token is worth nothing (T045).
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
  return { ...answer, ...beside(response, facts) };
}

function beside(response: TokenEndpointResponse, facts: OAuthFacts): Pick<TokenAnswer, 'account' | 'facts'> {
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

/** Undefined, as if the answer named none, where there are too many or one is too long to be a scope. */
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
