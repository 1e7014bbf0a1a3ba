/** Reads all cases of the folder, by topic. */
import { readdirSync, readFileSync } from 'node:fs';
import type { Case, NamedCase } from './case.ts';

const FOLDER = new URL('../cases/', import.meta.url);

/** In the order of the files and of the cases in them. */
export function readCases(): NamedCase[] {
  const files = readdirSync(FOLDER)
    .filter((file) => file.endsWith('.json'))
    .sort();
  return files.flatMap((file) => {
    const cases: Case[] = JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8'));
    return cases.map((one) => ({ ...one, topic: file.replace(/\.json$/, '') }));
  });
}
