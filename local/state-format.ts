/** Refuses a state folder that another version wrote, before anything in it is opened. */
import { access, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Rises when rows of the table that an older version wrote do not open any more. Format 1 had no marker. */
const FORMAT = '2';
/** What is made at the first start: the table's folder and the master key. */
const MADE_FIRST = ['dynamodb', 'master-key'];

/** The folder holds the state of another version. */
export class StateOfAnotherVersion extends Error {
  readonly stateDir: string;

  constructor(stateDir: string) {
    super('state of another version');
    this.stateDir = stateDir;
  }
}

/** Marks a folder without state as this version's, in the file `format`. Rejects with StateOfAnotherVersion. */
export async function claimFormat(stateDir: string): Promise<void> {
  const marker = join(stateDir, 'format');
  // The marker comes first: a start that ends between the two leaves a folder that the next start takes.
  if (!(await hasState(stateDir))) return writeFile(marker, `${FORMAT}\n`, { mode: 0o600 });
  if ((await contentOf(marker)) !== FORMAT) throw new StateOfAnotherVersion(stateDir);
}

async function hasState(stateDir: string): Promise<boolean> {
  const found = await Promise.all(MADE_FIRST.map((name) => exists(join(stateDir, name))));
  return found.includes(true);
}

async function exists(path: string): Promise<boolean> {
  return (await unlessAbsent(access(path).then(() => true))) ?? false;
}

async function contentOf(path: string): Promise<string | undefined> {
  return (await unlessAbsent(readFile(path, 'utf8')))?.trim();
}

/** Undefined: there is no such file. */
async function unlessAbsent<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
