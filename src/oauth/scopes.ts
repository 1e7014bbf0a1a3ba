/** Scopes of OAuth as requests and registrations name them. Pure. */
import { SCOPE_TOKEN } from '../contract/identifiers.ts';
import type { Provider } from './provider.ts';

/** Whether a text can be one scope of a request: the separator of the provider would make two of it. */
export function isScopeToken(text: string, provider: Provider | undefined): boolean {
  return SCOPE_TOKEN.test(text) && !text.includes(provider?.oauth.scopes.requestSeparator ?? ' ');
}

/** Every scope that the catalogue lists for a provider: those that it always needs, and those of its products. */
export function scopesOf(provider: Provider | undefined): string[] {
  if (!provider) return [];
  const ofProducts = provider.products.flatMap(({ scopes }) => scopes.map(({ scope }) => scope));
  return [...provider.oauth.scopes.always, ...ofProducts];
}
