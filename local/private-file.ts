/** Files with keys: only this user may read them. */
import { type FileHandle, open } from 'node:fs/promises';

/** Another user of this machine can read a file with keys. The message is one sentence for a person. */
export class ReadableByOthers extends Error {}

/** Rejects with ReadableByOthers. `what` stands in the sentence, such as `the master key`. */
export async function refuseIfShared(file: FileHandle, path: string, what: string): Promise<void> {
  const { mode } = await file.stat();
  // Windows has no such mode bits; home directories are private there by access control lists.
  if (process.platform === 'win32' || (mode & 0o077) === 0) return;
  throw new ReadableByOthers(`Other users can read ${what}. Run: chmod 600 ${path}`);
}

/** The text of a file; undefined where there is none. Rejects with ReadableByOthers. */
export async function readPrivateFile(path: string, what: string): Promise<string | undefined> {
  const file = await openUnlessAbsent(path);
  try {
    if (file) await refuseIfShared(file, path, what);
    return await file?.readFile('utf8');
  } finally {
    await file?.close();
  }
}

async function openUnlessAbsent(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
