/** Replaces the escrow's bucket locally. Each copy is a file that only this user can read. */
import { mkdir, open, readdir, readFile, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { encodeEscrowed, entryOf, escrowPath, escrowPrefix } from '../src/aws/escrow-document.ts';
import { LIMITS } from '../src/broker/limits.ts';
import type { Escrow, EscrowEntry } from '../src/broker/ports.ts';

/** The escrow port on the folder `root`. Damaged copies are logged. */
export function fileEscrow(root: string): Escrow {
  const entriesUnder = async (prefix: string, limit: number): Promise<EscrowEntry[]> => {
    const paths = (await filesUnder(root, prefix)).slice(0, limit);
    return Promise.all(
      paths.map(async (path) => {
        const file = join(root, path);
        return entryOf(path, (await stat(file)).mtimeMs, await readFile(file, 'utf8'));
      }),
    );
  };
  return {
    put: (copy) => writeDurably(join(root, escrowPath(copy)), encodeEscrowed(copy)),
    of: (key) => entriesUnder(escrowPrefix(key), LIMITS.escrowListing),
    list: (limit) => entriesUnder('', limit),
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
