/** One environment a state folder: two would each hold half of what LevelDB keeps in memory. */
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The folder belongs to a process that runs. */
export class StateInUse extends Error {}

/** Returns what gives the folder back. A lock whose process is gone, by a crash, is taken over. */
export async function lockState(stateDir: string): Promise<() => Promise<void>> {
  const path = join(stateDir, 'lock');
  const take = () => writeFile(path, String(process.pid), { flag: 'wx', mode: 0o600 });
  try {
    await take();
  } catch {
    if (isRunning(Number(await readFile(path, 'utf8')))) throw new StateInUse();
    await rm(path, { force: true });
    await take();
  }
  return () => rm(path, { force: true });
}

function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    // Signal 0 asks whether the process exists, and does nothing to it.
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
