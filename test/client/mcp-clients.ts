/** Unmodified MCP clients of both SDK lines and both eras, in one shape. */
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { Client as OldClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as OldTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { FetchLike } from '../../client/src/index.ts';

export interface AnyClient {
  callTool(call: { name: string; arguments?: Record<string, unknown> }): Promise<unknown>;
  listTools(): Promise<{ tools: { name: string }[] }>;
  close(): Promise<void>;
}
export type Connect = (url: string, fetch: FetchLike) => Promise<AnyClient>;

const INFO = { name: 'test', version: '1' };

function modern(mode: 'auto' | 'legacy'): Connect {
  return async (url, fetch) => {
    const client = new Client(INFO, { versionNegotiation: { mode } });
    await client.connect(new StreamableHTTPClientTransport(new URL(url), { fetch }));
    return client;
  };
}

const old: Connect = async (url, fetch) => {
  const client = new OldClient(INFO);
  await client.connect(new OldTransport(new URL(url), { fetch }));
  return client as AnyClient;
};

export const CLIENTS: [string, Connect][] = [
  ['a client of the current protocol', modern('auto')],
  ['a current client in the old protocol', modern('legacy')],
  ['a client of the old SDK', old],
];

/** The texts of a tool's result. */
export function textOf(result: unknown): string {
  const { content } = result as { content: { text?: string }[] };
  return content.map(({ text }) => text ?? '').join('');
}
