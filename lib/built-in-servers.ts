/**
 * The servers that are built into a bundle: the catalogue's and the operator's, as lambdas/stage-servers.ts expects them. A
 * file and no `define` of esbuild: those go over a command line, whose length ends at 8 kB on Windows.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SERVERS_IDENTIFIER } from '../src/contract/environment.ts';
import type { ServerRegistration } from '../src/contract/server-registration.ts';
import { CATALOGUE } from '../src/providers/catalogue.ts';
import { registeredServers } from '../src/providers/server-registrations.ts';

/** A line of JavaScript. */
export function serversDeclaration(servers: readonly ServerRegistration[]): string {
  const registered = [...registeredServers(CATALOGUE, servers)];
  return `const ${SERVERS_IDENTIFIER} = ${JSON.stringify(registered)};\n`;
}

/** A module with it, in the app's own output folder. */
export function serversModule(folder: string, declaration: string): string {
  const digest = createHash('sha256').update(declaration).digest('hex').slice(0, 16);
  const file = join(folder, `connections-servers-${digest}.mjs`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, `export ${declaration}`);
  return file;
}
