/**
 * What a definition says of spent refresh tokens, beside what the provider's script does with them.
 * Covers src/providers.
 */
import { expect, it } from 'vitest';
import { SCRIPTED_PROVIDERS } from '../../local/scripted-providers/all-providers.ts';
import { CATALOGUE } from '../../src/providers/catalogue.ts';
import { refreshFaults, settingFaults } from './refresh-facts.ts';

const scriptsOf = (id: string) => SCRIPTED_PROVIDERS.filter(({ provider }) => provider === id);

it.each([...CATALOGUE.values()])('$id rotates, and ends grants, where its scripts do', (provider) => {
  const scripts = scriptsOf(provider.id);
  expect(scripts.flatMap((scripted) => refreshFaults(provider, scripted))).toEqual([]);
  expect(settingFaults(provider, scripts)).toEqual([]);
});
