/** Unmodified MCP clients of both SDK lines, for servers that are spawned for one tool call. */
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { Client as OldClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport as OldTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { callOneTool } from '../../client/src/index.ts';
import { FOLDER } from './servers.ts';

export interface Spawning {
  script: string;
  args?: string[];
  env: Record<string, string>;
  /** EventToPublish what the server writes to stderr. */
  onStderr?: (text: string) => void;
}
export interface Call {
  name: string;
  arguments?: Record<string, unknown>;
}
export type SpawnAndCall = (spawning: Spawning, call: Call) => Promise<unknown>;

const INFO = { name: 'test', version: '1' };

/** `stderr: 'inherit'`, the default, would put what the server writes there into the log of this process. */
function parametersOf({ script, args = [], env }: Spawning) {
  return { command: process.execPath, args: [script, ...args], env, cwd: FOLDER, stderr: 'pipe' as const };
}

export const SPAWNING_CLIENTS: [string, SpawnAndCall][] = [
  [
    'a client of the current SDK',
    (spawning, call) => {
      const transport = new StdioClientTransport(parametersOf(spawning));
      transport.stderr?.on('data', (chunk) => spawning.onStderr?.(String(chunk)));
      return callOneTool(new Client(INFO), transport, call);
    },
  ],
  [
    'a client of the old SDK',
    (spawning, call) => {
      const transport = new OldTransport(parametersOf(spawning));
      transport.stderr?.on('data', (chunk) => spawning.onStderr?.(String(chunk)));
      return callOneTool(new OldClient(INFO), transport, call);
    },
  ],
];
