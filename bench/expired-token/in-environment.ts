/** The local environment: its table, its demo provider and all callers share this process, and with it one core. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ApiClient, consent } from '../../local/demo/api-client.ts';
import { type LocalEnvironment, startEnvironment } from '../../local/environment.ts';
import { walkSignIn } from '../../local/walk-sign-in.ts';
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

async function connectDemo({ urls }: LocalEnvironment): Promise<void> {
  const { identityProvider: issuer, dashboard: dashboardUrl, api } = urls;
  const { accessToken } = await walkSignIn({ issuer, dashboardUrl, person: 'ada' });
  const ada = new ApiClient(api, accessToken);
  const { body } = await ada.start(WORKSPACE, { provider: 'demo' });
  const { status } = await ada.complete(WORKSPACE, await consent(body, 'ada@demo.test', dashboardUrl));
  if (status !== 200) throw new Error(`the demo provider was not connected: ${status}`);
}
