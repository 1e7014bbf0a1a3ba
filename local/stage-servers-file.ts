/** Reads the MCP servers of a stage out of a file, so that a list can be tried before it is in the settings of a stage. */
import { readFile } from 'node:fs/promises';
import type { StageServer } from '../src/contract/servers/server-registration.ts';
import { stageServersFaults } from '../src/contract/servers/stage-servers.ts';

/** The file is not a list of registrations. The message is one sentence for a person. */
export class ServersRefused extends Error {}

/**
 * The registrations and the addresses in a JSON file, judged as those of stage settings are. Whether there is a server for an
 * address, the catalogue of the start says. Rejects with ServersRefused.
 */
export async function readStageServers(path: string): Promise<StageServer[]> {
  const list = await readFile(path, 'utf8').then(parsed, () => undefined);
  if (!Array.isArray(list))
    throw new ServersRefused(
      `${path} must be a JSON file with a list, like \`servers\` in the settings of a stage.`,
    );
  const [fault] = stageServersFaults(list);
  if (fault !== undefined) throw new ServersRefused(`${path}: ${fault}.`);
  return list;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
