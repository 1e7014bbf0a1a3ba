/** Scopes that MCP servers want of a provider, and whether a consent may ask for a scope. */
import type { Provider, Server } from '../api/types.ts';
import type { AppOwner } from './app-choice.ts';
import type { Wish } from './wish.ts';

/** The names of the servers of a provider that need each scope. Pure. */
export function serversByScope(
  { id }: Pick<Provider, 'id'>,
  servers: Server[],
): ReadonlyMap<string, string[]> {
  const byScope = new Map<string, string[]>();
  for (const { provider, scopes, name } of servers)
    if (provider === id)
      for (const scope of scopes) byScope.set(scope, [...(byScope.get(scope) ?? []), name]);
  return byScope;
}

/** Why a consent cannot ask for the scope: only an app of the workspace may ask for one that the catalogue does not list. Pure. */
export function scopeFault(provider: Provider, app: AppOwner | undefined, scope: string): string | undefined {
  // The client of a remote server is the workspace's too.
  const isOwn = app === 'workspace' || provider.id.startsWith('remote~');
  if (isOwn || scopeWords(provider, scope) !== undefined) return undefined;
  return provider.ownApp === 'registered'
    ? 'Only the workspace’s own OAuth app can ask for this.'
    : 'Only an OAuth app of the workspace’s own could ask for this, and it has none.';
}

/** What the scope allows, by the catalogue. Pure. */
export function scopeWords({ apps }: Pick<Provider, 'apps'>, scope: string): string | undefined {
  return apps.flatMap(({ scopes }) => scopes).find((each) => each.scope === scope)?.description;
}

/** Which scopes of a wish are ticked at first: those that the stored registration wants, where they can be asked for. Pure. */
export function firstWanted({ provider, needed }: Wish, app: AppOwner | undefined): string[] {
  return needed.filter((scope) => scopeFault(provider, app, scope) === undefined);
}
