import { COMMON_NAMES } from '../contract/servers/placement-faults.ts';
import type { Provider } from '../oauth/provider.ts';

/**
 * The names that templates of a provider's servers may hold: the token, the client id, the provider's variables with what they
 * stand for, and its connection facts. Undefined provider: a workspace's own, which has none of the last two. Pure.
 */
export function templateNames(provider: Provider | undefined): string[] {
  const variables = Object.entries(provider?.variables ?? {}).flatMap(([name, { derives = {} }]) => [
    name,
    ...Object.values(derives).flatMap((values) => Object.keys(values)),
  ]);
  const facts = Object.keys(provider?.oauth.connectionFactPatterns ?? {});
  return [...new Set([...COMMON_NAMES, ...variables, ...facts])];
}
