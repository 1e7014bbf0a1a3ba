/** Reads which logos an operator's folder has. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { LogoEntry } from '../../src/contract/dashboard/logo-files.ts';

/** All entries of the folder in the order of their names. Undefined: it cannot be read, or is none. */
export function logosIn(folder: string): LogoEntry[] | undefined {
  try {
    return readdirSync(folder)
      .sort()
      .map((name) => entryOf(folder, name));
  } catch {
    return undefined;
  }
}

function entryOf(folder: string, name: string): LogoEntry {
  const stat = statSync(join(folder, name));
  return { name, isFile: stat.isFile(), size: stat.size };
}
