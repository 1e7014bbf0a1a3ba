/** Where the servers are that `install.ts` installs beside these tests. */
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
