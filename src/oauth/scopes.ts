/** Scopes of OAuth as requests and registrations name them. Pure. */
import { SCOPE_TOKEN } from '../contract/identifiers.ts';
import type { Provider } from './provider.ts';

/** Whether a value can be one scope of a request: the separator of the provider would make two of it. A row can hold anything. */
export function isScopeToken(text: unknown, provider: Provider | undefined): text is string {
  if (typeof text !== 'string') return false;
  return SCOPE_TOKEN.test(text) && !text.includes(provider?.oauth.scopes.requestSeparator ?? ' ');
}

/** Every scope that the catalogue lists for a provider: those that it always needs, and those of its products. */
export function scopesOf(provider: Provider | undefined): string[] {
  if (!provider) return [];
  const ofProducts = provider.products.flatMap(({ scopes }) => scopes.map(({ scope }) => scope));
  return [...provider.oauth.scopes.always, ...ofProducts];
}
