import type { Provider } from '../api/types.ts';

/** What the catalogue says of each scope of a provider, in plain words. Pure. */
export function scopeWords(provider: Provider | undefined): (scope: string) => string | undefined {
  const words = new Map(
    provider?.apps.flatMap(({ scopes }) =>
      scopes.map(({ scope, description }) => [scope, description] as const),
    ),
  );
  return (scope) => words.get(scope);
}
