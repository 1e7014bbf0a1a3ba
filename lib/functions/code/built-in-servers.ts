/**
 * The MCP servers that are built into a bundle: those of the catalogue and the operator's, as lambdas/stage-servers.ts expects
 * them. They are in a file and not in a `define` of esbuild, which would pass them on a command line; Windows limits that to
 * 8 kB.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SERVERS_IDENTIFIER } from '../../../src/contract/environment.ts';
import type { StageServer } from '../../../src/contract/servers/server-registration.ts';
import { CATALOGUE } from '../../../src/providers/catalogue.ts';
import { registeredServers } from '../../../src/providers/server-registrations.ts';
import { StageServersRefused } from '../../../src/providers/servers-faults.ts';
import { StageError } from '../../stage-error.ts';

/**
 * One line of JavaScript that declares the servers as a constant. V8 parses them faster as JSON in a text than as JavaScript, and
 * this is a twentieth of the injector's start.
 */
export function serversDeclaration(servers: readonly StageServer[]): string {
  const json = JSON.stringify([...registered(servers)]);
  return `const ${SERVERS_IDENTIFIER} = JSON.parse(${JSON.stringify(json)});\n`;
}

function registered(servers: readonly StageServer[]) {
  try {
    return registeredServers(CATALOGUE, servers);
  } catch (error) {
    throw error instanceof StageServersRefused ? new StageError(error.message) : error;
  }
}

/** Writes a module that exports the declaration into a folder, and returns the module's path. */
export function serversModule(folder: string, declaration: string): string {
  const digest = createHash('sha256').update(declaration).digest('hex').slice(0, 16);
  const file = join(folder, `connections-servers-${digest}.mjs`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, `export ${declaration}`);
  return file;
}
