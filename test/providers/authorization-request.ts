/** An authorization request, as test/vectors has it. */
import { chooseScopes } from '../../src/broker/connect/choose-scopes.ts';
import { authorizationUrl } from '../../src/oauth/authorization-url.ts';
import type { Provider } from '../../src/oauth/provider.ts';
import { resolveFacts } from '../../src/oauth/resolve-facts.ts';
import { sampleValues } from './definition-faults.ts';

export type Asked = Record<string, string | string[]>;

/**
 * Where the request goes, and its parameters, but for those that every consent has of its own. Without `scopes`: of a consent
 * that names nothing.
 */
export function requestOf(
  provider: Provider,
  scopes = chooseScopes(provider, { isOwnApp: false }, []),
): Asked {
  const { separator, ...request } = {
    separator: provider.oauth.scopes.requestSeparator,
    facts: resolveFacts(provider.oauth, sampleValues(provider)),
    ...{ clientId: 'client', redirectUri: 'https://api.example/oauth/callback', state: 'state' },
    scopes,
    codeVerifier: 'v'.repeat(43),
  };
  const url = new URL(authorizationUrl(request));
  const parameters = Object.fromEntries(url.searchParams);
  for (const own of ['client_id', 'redirect_uri', 'state', 'code_challenge']) delete parameters[own];
  const lists = Object.entries(parameters).map(([name, value]) => [
    name,
    name.includes('scope') && value.includes(separator) ? value.split(separator) : value,
  ]);
  return { to: url.origin + url.pathname, ...Object.fromEntries(lists) };
}
