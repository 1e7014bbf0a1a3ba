import { COMMON_NAMES } from '../contract/servers/placement-faults.ts';
import { namesInUrl } from '../contract/servers/server-hosts.ts';
import type { Provider } from '../oauth/provider.ts';

/** Whether a URL names nothing but variables and facts of connections: never the token, and never the client. Pure. */
export function areUrlNames(provider: Provider | undefined, url: string): boolean {
  const names = templateNames(provider).filter((name) => !(COMMON_NAMES as readonly string[]).includes(name));
  return namesInUrl(url).every((name) => names.includes(name));
}

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
