import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { CATALOGUE } from '../../src/providers/catalogue.ts';
import { providersPage } from './providers-page.ts';

const PAGE = new URL('../../docs/providers.md', import.meta.url);

it('docs/providers.md is what the catalogue says', () => {
  const page = providersPage([...CATALOGUE.values()]);
  if (process.env.UPDATE_DOCS) writeFileSync(PAGE, page);
  expect(readFileSync(PAGE, 'utf8')).toBe(page);
});
