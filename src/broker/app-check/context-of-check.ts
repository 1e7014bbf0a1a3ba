/** Where the request of a check goes, and as whom. */
import type { Provider } from '../../oauth/provider.ts';
import { asUserAgent } from '../../oauth/provider-fetch.ts';
import { BadVariable, resolveFacts, variableValue } from '../../oauth/resolve-facts.ts';
import type { TokenEndpointContext } from '../../oauth/token-endpoint.ts';
import { mayBeAsked } from '../apps/check-destination.ts';
import { Problem } from '../errors.ts';
import type { Ports } from '../ports.ts';
import type { AppToCheck } from './app-to-check.ts';

/**
 * The context of a token request as this client. Throws `invalid_variable` where the token endpoint needs a value that nobody gave,
 * or would be at a host that may not be asked; `app_not_available` for a stored app without its secret. Pure.
 */
export function contextOf(
  ports: Pick<Ports, 'catalogue' | 'fetch'>,
  owner: string,
  app: AppToCheck,
): TokenEndpointContext {
  const { provider, clientId, clientSecret } = app;
  const variables = valuesOf(app);
  const facts = resolveFacts(provider.oauth, variables);
  const host = URL.parse(facts.tokenEndpoint)?.hostname;
  const row = { provider: provider.id, appOwner: owner };
  if (!host || facts.tokenEndpoint.includes('{') || !mayBeAsked(ports.catalogue, provider, { row, host }))
    throw new Problem('invalid_variable');
  const isPublic = facts.clientAuthentication === 'none';
  if (!isPublic && !clientSecret) throw new Problem('app_not_available');
  const fetch = asUserAgent(ports.fetch, facts.userAgent);
  return { facts, clientId, clientSecret: isPublic ? undefined : clientSecret, variables, fetch };
}

/** The values of the provider's variables that are known. A value that the token endpoint does not need may be missing. */
function valuesOf({ provider, variables: own, asked = {} }: AppToCheck): Record<string, string> {
  const known = provider.variables ?? {};
  const isAskable = (name: string) =>
    Object.hasOwn(known, name) && known[name]?.of === 'connection' && !Object.hasOwn(own, name);
  if (!Object.keys(asked).every(isAskable)) throw new Problem('invalid_variable');
  const given = { ...own, ...asked };
  try {
    const values = Object.keys(known).map((name) => valueFor(provider, name, given));
    return Object.assign({}, ...values);
  } catch (cause) {
    throw cause instanceof BadVariable ? new Problem('invalid_variable', { cause }) : cause;
  }
}

function valueFor({ variables = {} }: Provider, name: string, given: Record<string, string>) {
  const variable = variables[name];
  if (!variable) return {};
  const value = Object.hasOwn(given, name) ? given[name] : variable.default;
  if (value !== undefined) return variableValue(name, variable, value);
  const { of, derives } = variable;
  // The redirect would name one of a fixed list of the provider's own hosts, such as a data center: one that the app names, or any.
  const choices = of === 'callback' && derives ? Object.keys(derives) : [];
  const chosen = choices.find((each) => Object.values(given).includes(each)) ?? choices[0];
  return chosen === undefined ? {} : variableValue(name, variable, chosen);
}
