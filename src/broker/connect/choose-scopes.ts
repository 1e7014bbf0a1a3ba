import type { Provider } from '../../oauth/provider.ts';
import { Problem } from '../errors.ts';

/**
 * Chooses the scopes to ask for: those that the provider always needs, the defaults of the named products (of all
 * products if none is named), further named scopes, and all scopes granted before, so that a further product removes
 * none. Throws `unknown_scope`. Pure.
 */
export function chooseScopes(
  provider: Provider,
  wanted: { products?: readonly string[]; scopes?: readonly string[] },
  granted: readonly string[],
): string[] {
  const { always } = provider.oauth.scopes;
  const known = new Set([
    ...always,
    ...provider.products.flatMap((product) => product.scopes.map(({ scope }) => scope)),
  ]);
  const named = wanted.scopes ?? [];
  if (named.some((scope) => !known.has(scope))) throw new Problem('unknown_scope');
  const asked = [...always, ...defaultsOf(provider, wanted), ...named];
  return [...new Set([...asked, ...granted.filter((scope) => known.has(scope))])];
}

function defaultsOf(
  provider: Provider,
  wanted: { products?: readonly string[]; scopes?: readonly string[] },
): string[] {
  const ids = wanted.products ?? (wanted.scopes ? [] : provider.products.map((product) => product.id));
  return ids.flatMap((id) => {
    const product = provider.products.find((candidate) => candidate.id === id);
    if (!product) throw new Problem('unknown_scope');
    return product.scopes.filter((scope) => scope.default).map(({ scope }) => scope);
  });
}
