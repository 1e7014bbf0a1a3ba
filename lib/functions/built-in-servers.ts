/**
 * The MCP servers that are built into a bundle: those of the catalogue and the operator's, as lambdas/stage-servers.ts expects
 * them. They are in a file and not in a `define` of esbuild, which would pass them on a command line; Windows limits that to
 * 8 kB.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SERVERS_IDENTIFIER } from '../../src/contract/environment.ts';
import type { StageServer } from '../../src/contract/server-registration.ts';
import { CATALOGUE } from '../../src/providers/catalogue.ts';
import { registeredServers } from '../../src/providers/server-registrations.ts';
import { serversFaults } from '../../src/providers/servers-faults.ts';
import { StageError } from '../stage-error.ts';

/** One line of JavaScript that declares the servers as a constant. */
export function serversDeclaration(servers: readonly StageServer[]): string {
  const faults = serversFaults(CATALOGUE, servers);
  if (faults.length > 0) throw new StageError(faults.join('\n'));
  const registered = [...registeredServers(CATALOGUE, servers)];
  return `const ${SERVERS_IDENTIFIER} = ${JSON.stringify(registered)};\n`;
}

/** Writes a module that exports the declaration into a folder, and returns the module's path. */
export function serversModule(folder: string, declaration: string): string {
  const digest = createHash('sha256').update(declaration).digest('hex').slice(0, 16);
  const file = join(folder, `connections-servers-${digest}.mjs`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, `export ${declaration}`);
  return file;
}
