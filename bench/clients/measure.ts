/** A tool call by each client package against the two requests that are within it: the bare invocation, and the bare call. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startChild } from '../child.ts';
import { interleave } from '../interleave.ts';
import type { Served } from '../one-address/served.ts';
import { CALLS } from '../p50-of-calls.ts';
import { WORKSPACE } from '../scene.ts';
import { median } from '../statistics.ts';
import { AWS, type Called, type Calls } from './calls.ts';
import { hasPythonClient, startPython } from './python.ts';
import { typescriptCalls } from './typescript.ts';

/** Of one language. Milliseconds: medians of the p50 of all blocks. */
export interface ClientReport {
  language: string;
  client: number;
  bare: number;
  /** The median of the ratios of neighbouring blocks: client / bare. */
  ratio: number;
}

export interface ClientsReport {
  clients: ClientReport[];
  /** Of each kind. */
  calls: number;
}

/** Rounds until the code of both sides is compiled. */
const WARM_UP = 10;

/** Each client has a process, and all that the clients call has another one. */
export async function measureClients(rounds: number): Promise<ClientsReport> {
  const folder = await mkdtemp(join(tmpdir(), 'connections-bench-'));
  const child = await startChild('one-address/served.ts', { env: AWS });
  try {
    const called = calledOf(await child.ask<Served>('start', folder));
    const clients = [await measured('TypeScript', typescriptCalls(called), rounds)];
    if (hasPythonClient()) clients.push(await measured('Python', await startPython(called), rounds));
    return { clients, calls: rounds * CALLS };
  } finally {
    await child.end();
    await rm(folder, { recursive: true });
  }
}

/** The call of a tool in MCP 2025-11-25, which needs no session at this server. */
function calledOf(served: Served): Called {
  const call = { method: 'tools/call', params: { name: 'list_notes', arguments: {} } };
  return {
    ...served,
    ...{ workspace: WORKSPACE, registration: 'demo-notes' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, ...call }),
    headers: {
      accept: 'application/json, text/event-stream',
      'content-type': 'application/json',
      'mcp-protocol-version': '2025-11-25',
    },
  };
}

async function measured(language: string, calls: Calls, rounds: number): Promise<ClientReport> {
  const blocks = { client: () => calls.client(), bare: () => calls.bare() };
  try {
    await interleave(WARM_UP, blocks);
    const taken = await interleave(rounds, blocks);
    const ratios = taken.client.map((value, at) => value / (taken.bare[at] ?? Number.NaN));
    return { language, client: median(taken.client), bare: median(taken.bare), ratio: median(ratios) };
  } finally {
    calls.end();
  }
}
