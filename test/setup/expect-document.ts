import { readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'vitest';

/** Holds a generated page of the repository to what generates it; with `UPDATE_DOCS=1` writes the page first. */
export function expectDocument(path: string, content: string): void {
  const file = new URL(`../../${path}`, import.meta.url);
  if (process.env.UPDATE_DOCS === '1') writeFileSync(file, content);
  expect(readFileSync(file, 'utf8'), `${path}: run the test with UPDATE_DOCS=1`).toBe(content);
}
