/** Refuses a state folder that another version wrote, or in which other providers are played, before anything in it is opened. */
import { access, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Rises when rows of the table that an older version wrote do not open any more. Format 1 had no marker. */
const FORMAT = '2';
/** What is made at the first start: the table's folder and the master key. */
const MADE_FIRST = ['dynamodb', 'master-key'];
/** A person may write it before the first start. Whatever they write there is of real providers, and no script gets it. */
const WRITTEN_BEFORE = 'platform-apps.json';

/** The folder holds the state of another version. */
export class StateOfAnotherVersion extends Error {
  readonly stateDir: string;

  constructor(stateDir: string) {
    super('state of another version');
    this.stateDir = stateDir;
  }
}

/** The folder holds tokens of other providers than this start would send them to. */
export class StateOfOtherProviders extends Error {
  readonly stateDir: string;
  /** The providers that are played in the folder. Empty: its tokens are real ones. */
  readonly played: readonly string[];

  constructor(stateDir: string, played: readonly string[]) {
    super('state of other providers');
    this.stateDir = stateDir;
    this.played = played;
  }
}

/**
 * Marks a folder without state as this version's, in the file `format`, with the providers that are played in it. A folder
 * with state must have this very mark: a real token never reaches a script, nor a script's token a real provider (T250).
 * The mark is one line, so that what is played cannot be lost beside it, and a version that knows nothing of played
 * providers refuses the folder. Rejects with StateOfAnotherVersion or StateOfOtherProviders.
 */
export async function claimFormat(stateDir: string, played: readonly string[] = []): Promise<void> {
  const marker = join(stateDir, 'format');
  const wanted = formatOf(played);
  const found = (await contentOf(marker)) ?? '';
  const [format, playedMark, ...playedBefore] = found.split(' ');
  const isPlay = played.length > 0 || playedMark !== undefined;
  const isStarted = await hasState(stateDir);
  const isTaken = isStarted || (isPlay && (await exists(join(stateDir, WRITTEN_BEFORE))));
  // The marker comes first: a start that ends between the two leaves a folder that the next start takes.
  if (!isTaken) return writeFile(marker, `${wanted}\n`, { mode: 0o600 });
  if (isStarted && format !== FORMAT) throw new StateOfAnotherVersion(stateDir);
  if (found !== wanted) throw new StateOfOtherProviders(stateDir, playedBefore);
}

/** `2`, or `2 played github google`. */
function formatOf(played: readonly string[]): string {
  const names = [...new Set(played)].sort();
  return names.length === 0 ? FORMAT : [FORMAT, 'played', ...names].join(' ');
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
