/** What a tick at a product or at a permission changes. */
import type { Provider } from '../api/types.ts';

export interface Choice {
  /** Ids of the products whose default permissions are requested. */
  apps: string[];
  /** Further permissions to request. */
  scopes: string[];
}

type Product = Provider['apps'][number];

/**
 * The choice with a product ticked or not. Further permissions of a product that is not ticked go with it. A product without
 * usual permissions comes with those that MCP servers need: it would be of no use without any. Pure.
 */
export function withProduct(
  { apps }: Pick<Provider, 'apps'>,
  choice: Choice,
  { id, needed }: { id: string; needed: ReadonlySet<string> },
): Choice {
  const chosen = toggled(choice.apps, id);
  const open = new Set(
    apps.filter((app) => chosen.includes(app.id)).flatMap(({ scopes }) => scopes.map(({ scope }) => scope)),
  );
  const ticked = apps.find((app) => app.id === id && chosen.includes(id) && needsTick(app));
  const added = ticked?.scopes.map(({ scope }) => scope).filter((scope) => needed.has(scope)) ?? [];
  return {
    apps: chosen,
    scopes: [...new Set([...choice.scopes, ...added])].filter((scope) => open.has(scope)),
  };
}

/** Ticked products that ask for nothing, because they have no usual permissions and none of the others is ticked. Pure. */
export function productsWithoutScope(
  { apps }: Pick<Provider, 'apps'>,
  choice: Choice,
  wanted: string[],
): string[] {
  const asked = new Set([...choice.scopes, ...wanted]);
  return apps
    .filter((app) => choice.apps.includes(app.id) && needsTick(app))
    .filter(({ scopes }) => !scopes.some(({ scope }) => asked.has(scope)))
    .map(({ name }) => name);
}

/** Whether a tick at the product alone asks for nothing. Of a provider without scopes the app's registration decides. Pure. */
export function needsTick({ scopes }: Product): boolean {
  return scopes.length > 0 && !scopes.some((scope) => scope.default);
}

export function toggled(values: readonly string[], value: string): string[] {
  return values.includes(value) ? values.filter((kept) => kept !== value) : [...values, value];
}
