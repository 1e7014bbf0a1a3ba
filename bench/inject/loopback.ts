/** Over loopback HTTP, as a runtime calls the local environment, beside a bare server that does the read and the write. */
import http from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { Child } from '../child.ts';
import { newEvent } from '../event.ts';
import { interleave } from '../interleave.ts';
import type { Counted } from '../stand-ins.ts';
import { median, percentile } from '../statistics.ts';

export interface Served {
  perSecond: number;
  /** Milliseconds. */
  p50: number;
  p95: number;
  p99: number;
  /** Milliseconds of CPU for one request. */
  serverCpu: number;
  databaseCpu: number;
  bothCpu: number;
}
export interface ServedAt {
  clients: number;
  function: Served;
  bare: Served;
}

interface Processes {
  server: Child;
  standIns: Child;
  url: string;
}

const REQUESTS = { 1: 250, 16: 1_000 };

export async function measureLoopback(
  { injector, bare, standIns }: { injector: Child; bare: Child; standIns: Child },
  rounds: number,
): Promise<ServedAt[]> {
  const [injectorUrl, bareUrl] = [await injector.ask<string>('start'), await bare.ask<string>('start')];
  const served: ServedAt[] = [];
  for (const clients of [1, 16] as const) {
    const block = { clients, requests: REQUESTS[clients] };
    const taken = await interleave<'injector' | 'bare', Served>(rounds, {
      injector: () => serve({ server: injector, standIns, url: injectorUrl }, block),
      bare: () => serve({ server: bare, standIns, url: bareUrl }, block),
    });
    served.push({ clients, function: medians(taken.injector), bare: medians(taken.bare) });
  }
  return served;
}

async function serve(
  { server, standIns, url }: Processes,
  { clients, requests }: { clients: number; requests: number },
): Promise<Served> {
  const cpu = async () => ({
    server: await server.ask<number>('cpu'),
    database: (await standIns.ask<Counted>('counts')).cpu,
  });
  const before = await cpu();
  const began = performance.now();
  const times = await send(url, clients, requests);
  const seconds = (performance.now() - began) / 1_000;
  const after = await cpu();
  const serverCpu = (after.server - before.server) / 1_000 / requests;
  const databaseCpu = (after.database - before.database) / 1_000 / requests;
  return {
    perSecond: requests / seconds,
    p50: percentile(times, 0.5),
    p95: percentile(times, 0.95),
    p99: percentile(times, 0.99),
    serverCpu,
    databaseCpu,
    bothCpu: serverCpu + databaseCpu,
  };
}

/** How long each took, in milliseconds. */
async function send(url: string, clients: number, requests: number): Promise<number[]> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: clients });
  const times: number[] = [];
  let left = requests;
  const client = async () => {
    while (left-- > 0) {
      const began = performance.now();
      await post(url, agent);
      times.push(performance.now() - began);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  agent.destroy();
  return times;
}

function post(url: string, agent: http.Agent): Promise<void> {
  const headers = { 'content-type': 'application/json', authorization: 'AWS4-HMAC-SHA256 Credential=bench' };
  return new Promise((resolve, reject) => {
    const request = http.request(url, { method: 'POST', agent, headers }, async (response) => {
      const body = (await buffer(response)).toString();
      if (response.statusCode === 200 && !body.includes('"isAuthorized":false')) resolve();
      else reject(new Error(`${response.statusCode} ${body}`));
    });
    request.on('error', reject);
    request.end(JSON.stringify(newEvent()));
  });
}

function medians(blocks: Served[]): Served {
  const keys = Object.keys(blocks[0] ?? {}) as (keyof Served)[];
  return Object.fromEntries(
    keys.map((key) => [key, median(blocks.map((block) => block[key]))]),
  ) as unknown as Served;
}
