/** Finds wrong settings of what the hosted page shows and where it leads back to. */
import { logoFaults } from '../../src/contract/dashboard/logo-files.ts';
import { logosIn } from './logo-folder.ts';
import type { StageSettings } from './stage-settings.ts';
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
