/** A definition with a few wrong facts, so that a test sees a rule say so. */
import type { OAuthFacts, Provider } from '../../../src/oauth/provider.ts';

export const withOAuth = (provider: Provider, oauth: Partial<OAuthFacts>): Provider => ({
  ...provider,
  oauth: { ...provider.oauth, ...oauth },
});
