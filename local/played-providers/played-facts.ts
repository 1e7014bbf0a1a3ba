import type { Provider } from '../../src/oauth/provider.ts';

/**
 * The provider facts, with the authorization page at `origin`: a person's browser opens the played page, and the API
 * answers its address. Nothing else differs, so that all that follows is what the real provider would see.
 */
export function playedFacts(provider: Provider, origin: string): Provider {
  const { oauth } = provider;
  const authorizationEndpoint = oauth.authorizationEndpoint.replace(/^https:\//, origin);
  return { ...provider, oauth: { ...oauth, authorizationEndpoint } };
}
