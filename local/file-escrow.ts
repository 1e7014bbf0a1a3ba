/** Replaces the escrow's bucket locally. Each copy is a file that only this user can read. */
import { mkdir, open, readdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  decodeEscrowed,
  encodeEscrowed,
  escrowPath,
  escrowPrefix,
  readable,
} from '../src/aws/escrow-document.ts';
import type { Escrow, EscrowedTokens, Log } from '../src/broker/ports.ts';

/** The escrow port on the folder `root`. Damaged copies are logged. */
export function fileEscrow(root: string, log?: Pick<Log, 'error'>): Escrow {
  const read = async (path: string): Promise<EscrowedTokens> =>
    decodeEscrowed(path, await readFile(join(root, path), 'utf8'));
  return {
    put: (copy) => writeDurably(join(root, escrowPath(copy)), encodeEscrowed(copy)),
    of: async (key) => Promise.all((await filesUnder(root, escrowPrefix(key))).map(read)),
    async list(limit) {
      const copies = await Promise.allSettled((await filesUnder(root, '')).slice(0, limit).map(read));
      return readable(copies, log);
    },
    delete: (name) => rm(join(root, escrowPath(name)), { force: true }),
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
