/** Finds wrong settings of what the hosted page shows and where it leads back to. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type LogoEntry, logoFaults } from '../../../src/contract/dashboard/logo-files.ts';
import type { StageSettings } from '../stage-settings.ts';
import { originOf } from './validate-addresses.ts';

export function pageFaults({ hostedDashboard }: Pick<StageSettings, 'hostedDashboard'>): string[] {
  const { returnTo = [], logos } = hostedDashboard ?? {};
  const origins = returnTo
    .filter((origin) => originOf(origin) !== origin)
    .map(
      (origin) =>
        `hostedDashboard.returnTo has ${JSON.stringify(origin)}; write each origin exactly, https:// and without wildcard, path or trailing slash`,
    );
  return [...origins, ...(logos === undefined ? [] : folderFaults(logos))];
}

function folderFaults(folder: string): string[] {
  const entries = logosIn(folder);
  if (!entries) return [`hostedDashboard.logos is ${JSON.stringify(folder)}, where no folder can be read`];
  return logoFaults(entries).map((fault) => `hostedDashboard.logos ${fault}`);
}

/** All entries of the folder in the order of their names. Undefined: it cannot be read, or is none. */
export function logosIn(folder: string): LogoEntry[] | undefined {
  try {
    return readdirSync(folder)
      .sort()
      .map((name) => entryOf(folder, name));
  } catch {
    return undefined;
  }
}

function entryOf(folder: string, name: string): LogoEntry {
  const stat = statSync(join(folder, name));
  return { name, isFile: stat.isFile(), size: stat.size };
}
