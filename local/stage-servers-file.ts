/** Reads the MCP servers of a stage out of a file, so that a list can be tried before it is in the settings of a stage. */
import { readFile } from 'node:fs/promises';
import type * as z from 'zod';
import { placementFaults } from '../src/contract/placement-faults.ts';
import {
  isWithoutAddress,
  ServerAddress,
  ServerRegistration,
  type StageServer,
} from '../src/contract/server-registration.ts';

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
  const servers = list.map((server, index) => serverIn(server, `${path}: servers[${index}]`));
  const ids = servers.map(({ id }) => id);
  if (new Set(ids).size < ids.length)
    throw new ServersRefused(`${path} has an id twice: give each server its own id.`);
  if (ids.some((id) => id.startsWith('provider:')))
    throw new ServersRefused(
      `${path} has an id that begins with provider:, which is a provider's own API: rename it.`,
    );
  return servers;
}

function serverIn(given: unknown, where: string): StageServer {
  const isComplete = typeof given !== 'object' || given === null || 'provider' in given;
  return isComplete ? registrationIn(given, where) : judged(ServerAddress, given, where);
}

function registrationIn(given: unknown, where: string): ServerRegistration {
  const server = judged(ServerRegistration, given, where);
  if (isWithoutAddress(server))
    throw new ServersRefused(`${where}.allowedHosts is empty: name the host of its url.`);
  const [fault] = placementFaults(server);
  if (fault) throw new ServersRefused(`${where}${fault.pointer} is not valid (${fault.reason}).`);
  return server;
}

function judged<T>(schema: z.ZodType<T>, given: unknown, where: string): T {
  const { data, error } = schema.safeParse(given);
  const [issue] = error?.issues ?? [];
  if (issue) throw new ServersRefused(`${where}.${issue.path.join('.')} is not valid (${issue.message}).`);
  return data as T;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
