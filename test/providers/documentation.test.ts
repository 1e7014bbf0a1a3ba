/** Covers src/providers/catalogue.ts. */
import { it } from 'vitest';
import { CATALOGUE } from '../../src/providers/catalogue.ts';
import { expectDocument } from '../setup/expect-document.ts';
import { providersPage } from './providers-page.ts';

it('docs/providers.md is what the catalogue says', () => {
  expectDocument('docs/providers.md', providersPage([...CATALOGUE.values()]));
});
