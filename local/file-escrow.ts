/** Replaces the escrow's bucket locally. Each copy is a file that only this user can read. */
import { mkdir, open, readdir, readFile, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { encodeEscrowed, entryOf, escrowPath, escrowPrefix } from '../src/aws/escrow-document.ts';
import { LIMITS } from '../src/broker/limits.ts';
import type { Escrow, EscrowEntry } from '../src/broker/ports.ts';

/** The escrow port on the folder `root`. Damaged copies are logged. */
export function fileEscrow(root: string): Escrow {
  /** Undefined: it was deleted since the listing. */
  const read = async (path: string): Promise<EscrowEntry | undefined> => {
    const file = join(root, path);
    try {
      return entryOf(path, (await stat(file)).mtimeMs, await readFile(file, 'utf8'));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  };
  return {
    put: (copy) => writeDurably(join(root, escrowPath(copy)), encodeEscrowed(copy)),
    async of(key) {
      const paths = (await filesUnder(root, escrowPrefix(key))).slice(0, LIMITS.escrowListing);
      return (await Promise.all(paths.map(read))).filter((entry) => entry !== undefined);
    },
    async list(limit, after) {
      const left = (await filesUnder(root, '')).filter((path) => after === undefined || path > after);
      const paths = left.slice(0, limit);
      const next = left.length > limit ? paths.at(-1) : undefined;
      return { paths, ...(next !== undefined && { next }) };
    },
    read,
    delete: (path) => rm(join(root, path), { force: true }),
  };
}

/** Paths relative to the root, sorted. Empty if the folder does not exist. */
async function filesUnder(root: string, prefix: string): Promise<string[]> {
  try {
    const entries = await readdir(join(root, prefix), { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile());
    return files.map(({ parentPath, name }) => join(parentPath, name).slice(root.length + 1)).sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

async function writeDurably(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const file = await open(path, 'w', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}
