/** The local environment: its table, its demo provider and all callers share this process, and with it one core. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startEnvironment } from '../../local/environment.ts';
import { connectDemo } from '../connect-demo.ts';
import { WORKSPACE } from '../scene.ts';
import type { Surroundings } from './crowd.ts';

const LIFETIME_SECONDS = 3_600;
const KEY = { workspaceId: WORKSPACE, connectionId: 'demo' };

export async function inEnvironment<Result>(work: (there: Surroundings) => Promise<Result>): Promise<Result> {
  const stateDir = await mkdtemp(join(tmpdir(), 'connections-bench-'));
  let offset = 0;
  const environment = await startEnvironment({
    stateDir,
    tickSeconds: 0,
    accessTokenLifetimeSeconds: LIFETIME_SECONDS,
    clock: { now: () => Date.now() + offset, sleep: (milliseconds) => sleep(milliseconds) },
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
  });
  const { ports } = environment;
  const expire = async () => {
    offset += LIFETIME_SECONDS * 1_000;
    // A warm process has the data key, which is older than its age after this jump.
    await ports.vault.sealer();
  };
  try {
    await connectDemo(environment);
    return await work({ ports, key: KEY, server: 'demo-notes', tool: 'list_notes', expire });
  } finally {
    await environment.close();
    await rm(stateDir, { recursive: true, force: true });
  }
}
