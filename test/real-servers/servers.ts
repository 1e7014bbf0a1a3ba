/** Where the servers are that `install.ts` installs beside these tests. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const FOLDER = fileURLToPath(new URL('.', import.meta.url));

const ENTRIES = {
  '@notionhq/notion-mcp-server': 'bin/cli.mjs',
  '@hubspot/mcp-server': 'dist/index.js',
  '@modelcontextprotocol/server-everything': 'dist/index.js',
  '@ivotoby/openapi-mcp-server': 'bin/mcp-server.js',
} as const;

export type ServerPackage = keyof typeof ENTRIES;

/** The script that the package's own command runs. */
export const entryOf = (name: ServerPackage) => `${FOLDER}node_modules/${name}/${ENTRIES[name]}`;

/** Pinned exactly in this folder's package.json. */
export function pinnedVersions(): Record<string, string> {
  return JSON.parse(readFileSync(`${FOLDER}package.json`, 'utf8')).dependencies;
}

/** Undefined where it is not installed. */
export function installedVersion(name: string): string | undefined {
  try {
    return JSON.parse(readFileSync(`${FOLDER}node_modules/${name}/package.json`, 'utf8')).version;
  } catch {
    return undefined;
  }
}
