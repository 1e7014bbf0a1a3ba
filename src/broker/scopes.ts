/** Scopes of OAuth as requests and registrations name them. Pure. */
import type { Provider } from '../oauth/provider.ts';

/** RFC 6749 section 3.3: `scope-token`, at most 200 characters. */
const SCOPE_TOKEN = /^[\x21\x23-\x5b\x5d-\x7e]{1,200}$/;

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
