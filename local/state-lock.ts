/** Locks a state folder for one environment. LevelDB keeps data in memory, so two processes would damage the table. */
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A running process uses the folder. */
export class StateInUse extends Error {}

/**
 * Locks the folder and returns the function that unlocks it. A lock whose process no longer runs is replaced. Rejects
 * with StateInUse.
 */
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

/** Whether a running process uses the folder. */
export async function isLocked(stateDir: string): Promise<boolean> {
  const pid = await readFile(join(stateDir, 'lock'), 'utf8').catch(() => '');
  return isRunning(Number(pid));
}

function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    // Signal 0 only checks whether the process exists.
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
