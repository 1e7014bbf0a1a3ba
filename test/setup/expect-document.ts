import { readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'vitest';
import { wrapProse } from './wrap-prose.ts';

/**
 * Holds a generated page of the repository to what generates it; with `UPDATE_DOCS=1` writes the page first. The prose of
 * Markdown is wrapped, so that the generators need not count characters.
 */
export function expectDocument(path: string, content: string): void {
  const file = new URL(`../../${path}`, import.meta.url);
  const page = path.endsWith('.md') ? wrapProse(content) : content;
  if (process.env.UPDATE_DOCS === '1') writeFileSync(file, page);
  expect(readFileSync(file, 'utf8'), `${path}: run the test with UPDATE_DOCS=1`).toBe(page);
}
