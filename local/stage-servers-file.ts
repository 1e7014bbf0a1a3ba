/** Reads the MCP servers of a stage out of a file, so that a list can be tried before it is in the settings of a stage. */
import { readFile } from 'node:fs/promises';
import { placementFaults } from '../src/contract/placement-faults.ts';
import { ServerRegistration } from '../src/contract/server-registration.ts';

/** The file is not a list of registrations. The message is one sentence for a person. */
export class ServersRefused extends Error {}

/** The registrations in a JSON file, judged as those of stage settings are. Rejects with ServersRefused. */
export async function readStageServers(path: string): Promise<ServerRegistration[]> {
  const list = await readFile(path, 'utf8').then(parsed, () => undefined);
  if (!Array.isArray(list))
    throw new ServersRefused(
      `${path} must be a JSON file with a list, like \`servers\` in the settings of a stage.`,
    );
  const servers = list.map((server, index) => registrationIn(server, `${path}: servers[${index}]`));
  const ids = servers.map(({ id }) => id);
  if (new Set(ids).size < ids.length)
    throw new ServersRefused(`${path} has an id twice: give each server its own id.`);
  if (ids.some((id) => id.startsWith('provider:')))
    throw new ServersRefused(
      `${path} has an id that begins with provider:, which is a provider's own API: rename it.`,
    );
  return servers;
}

function registrationIn(given: unknown, where: string): ServerRegistration {
  const { data, error } = ServerRegistration.safeParse(given);
  const [issue] = error?.issues ?? [];
  if (!data) throw new ServersRefused(`${where}.${issue?.path.join('.')} is not valid (${issue?.message}).`);
  const [fault] = placementFaults(data);
  if (fault) throw new ServersRefused(`${where}${fault.pointer} is not valid (${fault.reason}).`);
  return data;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
