/** What the played providers remember: their apps, and each grant with its tokens. Only this user can read the file. */
import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KeptSession } from '../scripted-providers/run-provider.ts';
import type { OwnApps } from './played-apps.ts';

/** One consent of a person to one app. */
export interface KeptGrant extends KeptSession {
  id: string;
  /** Id of the provider. */
  provider: string;
  /** The authorization page, which says which script plays. */
  page: string;
  clientId: string;
  redirectUri: string;
  /** Milliseconds since the epoch. */
  consentedAt: number;
}

export interface PlayedState {
  ownApps: OwnApps;
  grants: KeptGrant[];
}

const FILE = 'played-providers.json';

/** Reads the file of a state folder. Where there is none, the providers have an app for workspaces each, and no grant. */
export function readPlayedState(stateDir: string, providers: readonly string[]): PlayedState {
  try {
    return JSON.parse(readFileSync(join(stateDir, FILE), 'utf8')) as PlayedState;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const made = providers.map((provider) => [
    provider,
    { clientId: `own-app-at-${provider}`, clientSecret: randomBytes(24).toString('base64url') },
  ]);
  const state = { ownApps: Object.fromEntries(made), grants: [] };
  writePlayedState(stateDir, state);
  return state;
}

/** Writes synchronously, so that a later write cannot finish before an earlier one. The file is small. */
export function writePlayedState(stateDir: string, state: PlayedState): void {
  const path = join(stateDir, FILE);
  writeFileSync(`${path}.next`, JSON.stringify(state), { mode: 0o600 });
  renameSync(`${path}.next`, path);
}
