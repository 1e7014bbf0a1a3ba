/** What a question to the door costs beside a direct invocation of the injector, which is within it. */
import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { createInjector, type Injection, type Injector } from '../../client/src/index.ts';
import { startChild } from '../child.ts';
import { interleave } from '../interleave.ts';
import type { Served } from '../one-address/served.ts';
import { CALLS, p50OfCalls } from '../p50-of-calls.ts';
import { WORKSPACE } from '../scene.ts';
import { median } from '../statistics.ts';

export interface DoorReport {
  /** Medians of the p50 of all blocks, in milliseconds. */
  door: number;
  direct: number;
  /** The median of the ratios of neighbouring blocks: door / direct. */
  ratio: number;
  calls: number;
}

/** Rounds until the code of both sides is compiled. */
const WARM_UP = 10;
const SERVER = 'demo-notes';
const TOOL = 'list_notes';
const AWS = { AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local', AWS_REGION: 'local' };
const MAIN = new URL('../../client/src/door/main.ts', import.meta.url).pathname;

/** The injector and the door have a process each. */
export async function measureDoor(rounds: number): Promise<DoorReport> {
  const folder = await mkdtemp(join(tmpdir(), 'connections-bench-'));
  const child = await startChild('one-address/served.ts', { env: AWS });
  try {
    return await measure(await child.ask<Served>('start', folder), { rounds, folder });
  } finally {
    await child.end();
    await rm(folder, { recursive: true });
  }
}

async function measure(
  { server, lambda, token }: Served,
  { rounds, folder }: { rounds: number; folder: string },
): Promise<DoorReport> {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new LambdaClient({ endpoint: lambda, region: 'local', credentials, maxAttempts: 1 });
  const injector = createInjector({ functionName: 'token-injector', client, callerToken: token });
  const secret = randomBytes(32).toString('base64url');
  const config = join(folder, 'door.json');
  await writeFile(config, JSON.stringify(configOf(await inject(injector, server), { server, secret })));
  const door = await startDoor(config, lambda);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const works = {
    door: () => ask(door.address, { agent, secret, token }),
    direct: () => inject(injector, server),
  };
  const blocks = { door: () => p50OfCalls(works.door), direct: () => p50OfCalls(works.direct) };
  try {
    await interleave(WARM_UP, blocks);
    const taken = await interleave(rounds, blocks);
    const ratios = taken.door.map((value, at) => value / (taken.direct[at] ?? Number.NaN));
    return {
      door: median(taken.door),
      direct: median(taken.direct),
      ratio: median(ratios),
      calls: rounds * CALLS,
    };
  } finally {
    agent.destroy();
    client.destroy();
    door.end();
  }
}

function inject(injector: Injector, url: string): Promise<Injection> {
  const operation = { kind: 'call' as const, server: SERVER, tool: TOOL, host: new URL(url).host };
  return injector.inject({ workspaceId: WORKSPACE, operation });
}

function configOf(
  { headers, removeHeaders }: Injection,
  { server, secret }: { server: string; secret: string },
): object {
  const { host } = new URL(server);
  return {
    listen: { host: '127.0.0.1', port: 0 },
    injector: 'token-injector',
    gateways: [
      { name: 'bench', secretSha256: createHash('sha256').update(secret).digest('hex'), servers: [SERVER] },
    ],
    servers: {
      [SERVER]: {
        host,
        url: server,
        headers: Object.keys(headers),
        removeHeaders,
        discovery: true,
        workspace: WORKSPACE,
      },
    },
  };
}

async function startDoor(config: string, lambda: string): Promise<{ address: string; end(): void }> {
  const env = { PATH: process.env.PATH, AWS_ENDPOINT_URL_LAMBDA: lambda, ...AWS };
  const child = spawn(process.execPath, [MAIN, 'serve', '--config', config], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const address = await new Promise<string>((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      const found = /"listening":"([^"]+)"/.exec(text)?.[1];
      if (found !== undefined) resolve(found);
    });
    child.once('exit', () => reject(new Error('the door did not start')));
  });
  return { address, end: () => void child.kill() };
}

/** As a gateway asks that sends the body. */
function ask(
  address: string,
  { agent, secret, token }: { agent: Agent; secret: string; token: string },
): Promise<void> {
  const body = JSON.stringify({
    jsonrpc: '2.0',
    id: 1,
    method: 'tools/call',
    params: { name: TOOL, arguments: {} },
  });
  const headers = {
    'x-connections-door': secret,
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
  };
  return new Promise((resolve, reject) => {
    const sent = request(
      `http://${address}/authorize/${SERVER}`,
      { method: 'POST', agent, headers },
      (answer) => {
        answer.resume();
        answer.once('end', () =>
          answer.statusCode === 200 ? resolve() : reject(new Error(`the door answered ${answer.statusCode}`)),
        );
      },
    );
    sent.once('error', reject).end(body);
  });
}
