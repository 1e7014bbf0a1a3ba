import type { Provider } from '../../oauth/provider.ts';
import { isScopeToken, scopesOf } from '../../oauth/scopes.ts';
import { Problem } from '../errors.ts';

/** What a person asked for. */
interface Wanted {
  products?: readonly string[];
  scopes?: readonly string[];
  /** Whose app asks: the platform's asks for what the catalogue lists, the workspace's for any scope. */
  isOwnApp: boolean;
}

/**
 * Chooses the scopes to ask for: those that the provider always needs, the defaults of the named products (of all
 * products if none is named), further named scopes, and all scopes granted before, so that a further product removes
 * none. Throws `unknown_scope`. Pure.
 */
export function chooseScopes(provider: Provider, wanted: Wanted, granted: readonly string[]): string[] {
  const listed = new Set(scopesOf(provider));
  const canAsk = (scope: string) => listed.has(scope) || (wanted.isOwnApp && isScopeToken(scope, provider));
  const named = wanted.scopes ?? [];
  if (!named.every(canAsk)) throw new Problem('unknown_scope');
  const asked = [...provider.oauth.scopes.always, ...defaultsOf(provider, wanted), ...named];
  return [...new Set([...asked, ...granted.filter(canAsk)])];
}

function defaultsOf(provider: Provider, wanted: Wanted): string[] {
  const ids = wanted.products ?? (wanted.scopes ? [] : provider.products.map((product) => product.id));
  return ids.flatMap((id) => {
    const product = provider.products.find((candidate) => candidate.id === id);
    if (!product) throw new Problem('unknown_scope');
    return product.scopes.filter((scope) => scope.default).map(({ scope }) => scope);
  });
}
