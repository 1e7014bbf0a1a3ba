import type { OAuthFacts } from '../../oauth/provider.ts';

/**
 * What was granted: the answer's scopes, and those that were asked for and that the provider never names in an answer. An
 * answer without `scope` grants what was asked (RFC 6749 section 5.1). Pure.
 */
export function grantedScopes(
  { scopes: { neverAnswered = [] } }: OAuthFacts,
  answered: readonly string[] | undefined,
  requested: readonly string[],
): string[] {
  if (!answered) return [...requested];
  return [...new Set([...answered, ...requested.filter((scope) => neverAnswered.includes(scope))])];
}
