/** Which providers `npm start -- --play` can play, and how their scripts differ from those of the journeys. */
import { CATALOGUE, catalogueOf } from '../../src/providers/catalogue.ts';
import { isCatalogueHost } from '../../src/providers/catalogue-hosts.ts';
import { SCRIPTED_PROVIDERS } from '../scripted-providers/all-providers.ts';
import { hostsOf } from '../scripted-providers/run-provider.ts';
import type { ScriptedProvider } from '../scripted-providers/scripted-provider.ts';

/** Ids of the providers that can be played. */
export const PLAYABLE: readonly string[] = [...new Set(SCRIPTED_PROVIDERS.map(({ provider }) => provider))];

/**
 * These providers and those whose addresses are theirs too, such as GitHub's apps of the other kind: an address is either
 * played or real, so a token of the one never reaches the other (T250). Sorted.
 */
export function playedTogether(providers: readonly string[]): string[] {
  const played = catalogueOf([...CATALOGUE.values()].filter(({ id }) => providers.includes(id)));
  const shares = (script: ScriptedProvider) =>
    [...hostsOf(script), new URL(script.authorization.at).host].some((host) => isCatalogueHost(played, host));
  const sharing = SCRIPTED_PROVIDERS.filter(shares).map(({ provider }) => provider);
  return [...new Set([...providers, ...sharing])].sort();
}

/**
 * One script for each authorization page of these providers. Of variants with one page, the one with several tenants is
 * played, so that a person sees the choice; else the first.
 */
export function playedScripts(providers: readonly string[]): ScriptedProvider[] {
  const scripts = SCRIPTED_PROVIDERS.filter(({ provider }) => providers.includes(provider)).toSorted(
    (one, other) => Number(hasChoice(other)) - Number(hasChoice(one)),
  );
  const isFirst = ({ provider, authorization: { at } }: ScriptedProvider, index: number) =>
    scripts.findIndex((one) => one.provider === provider && one.authorization.at === at) === index;
  return scripts.filter(isFirst).map(grantingWhatIsAsked);
}

function hasChoice({ expected }: ScriptedProvider): boolean {
  return expected.tenants !== undefined;
}

/**
 * A journey knows which scopes are asked for, and its script expects and grants just these. A person chooses: the played
 * provider takes any, and grants what was asked for.
 */
function grantingWhatIsAsked(script: ScriptedProvider): ScriptedProvider {
  const { scopes, check, parameters, ...authorization } = script.authorization;
  const { scope, ...otherParameters } = parameters ?? {};
  return {
    ...script,
    authorization: { ...authorization, parameters: otherParameters },
    token: {
      ...script.token,
      tokens: (pair, context) =>
        withScopes(script.token.tokens(pair, context), askedScopes(script, context.asked)),
    },
  };
}

/** The scopes of an authorization request. */
export function askedScopes({ provider }: ScriptedProvider, asked: URLSearchParams): string[] {
  const facts = CATALOGUE.get(provider)?.oauth.scopes;
  const names = facts ? [facts.parameter, facts.optionalParameter ?? 'none'] : [];
  return names.flatMap((name) => asked.get(name)?.split(facts?.requestSeparator ?? ' ') ?? []);
}

/** In the form in which the script answers them, at any depth: a list, or a text with its separator. */
function withScopes(body: object, scopes: readonly string[]): object {
  if (scopes.length === 0) return body;
  const members = Object.entries(body).map(([name, value]) => {
    if (name === 'scope' || name === 'scopes') return [name, inFormOf(value, scopes)];
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return [name, isObject ? withScopes(value, scopes) : value];
  });
  return Object.fromEntries(members);
}

function inFormOf(before: unknown, scopes: readonly string[]): unknown {
  return Array.isArray(before) ? scopes : scopes.join(String(before).includes(',') ? ',' : ' ');
}
