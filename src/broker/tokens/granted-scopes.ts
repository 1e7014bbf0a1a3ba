import type { OAuthFacts } from '../../oauth/provider.ts';

/**
 * Returns the granted scopes: those of the answer, and requested ones that the provider never names in an answer. An
 * answer without `scope` grants all requested scopes (RFC 6749 section 5.1). Pure.
 */
export function grantedScopes(
  { scopes: { neverAnswered = [] } }: OAuthFacts,
  answered: readonly string[] | undefined,
  requested: readonly string[],
): string[] {
  if (!answered) return [...requested];
  return [...new Set([...answered, ...requested.filter((scope) => neverAnswered.includes(scope))])];
}
