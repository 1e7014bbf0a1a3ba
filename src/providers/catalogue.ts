import type { Provider } from '../oauth/provider.ts';
import { github } from './github.ts';
import { google } from './google.ts';

/** Every provider that a deployed environment knows, by id. */
export type Catalogue = ReadonlyMap<string, Provider>;

export const CATALOGUE: Catalogue = catalogueOf([google, github]);

export function catalogueOf(providers: readonly Provider[]): Catalogue {
  return new Map(providers.map((provider) => [provider.id, provider]));
}
