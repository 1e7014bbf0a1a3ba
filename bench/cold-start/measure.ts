/**
 * From the import of the deployed bundle to its first answer, against a bundle of the two bare clients. Over TLS as in AWS:
 * in plain HTTP the SDK loads `node:http`, and with it all of `fetch`.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundlingOf } from '../../lib/functions/function-bundling.ts';
import { FUNCTIONS } from '../../src/contract/environment.ts';
import { makeCertificate } from '../../test/egress/certificates.ts';
import { type Bundles, kilobytes } from '../bundles.ts';
import { startChild } from '../child.ts';
import { givenConnection } from '../given.ts';
import { interleave } from '../interleave.ts';
import { environmentAt } from '../scene.ts';
import type { Endpoints } from '../stand-ins.ts';
import { median, medianRatio } from '../statistics.ts';
import type { ColdStart } from './first-answer.ts';

export interface ColdStartReport {
  rounds: number;
  function: ColdStart;
  /** The bare clients, bundled as NodejsFunction does by default. */
  bare: ColdStart;
  /** The same without what the deployed bundles leave out (lib/functions/bundling.ts). */
  bareWithoutExtras: ColdStart;
  /** Medians of the ratios of neighbouring runs, of the total. */
  ratio: number;
  ratioWithoutExtras: number;
  kilobytes: Record<string, number>;
}

export async function measureColdStart(bundles: Bundles, rounds: number): Promise<ColdStartReport> {
  const folder = await mkdtemp(join(tmpdir(), 'connections-bench-'));
  const standIns = await startChild('stand-ins.ts');
  try {
    const environment = await environmentWithTls(standIns, folder);
    const bare = bundles.reference('cold-start/bare.ts');
    const lean = bundles.reference('cold-start/bare.ts', {
      external: bundlingOf('token-injector').externalModules,
    });
    const taken = await interleave(rounds, {
      function: () => startOnce(bundles.deployed['token-injector'], environment),
      bare: () => startOnce(bare, environment),
      bareWithoutExtras: () => startOnce(lean, environment),
    });
    const totals = (runs: ColdStart[]) => runs.map(({ total }) => total);
    const sizes = FUNCTIONS.map((name) => [name, kilobytes(bundles.deployed[name])] as const);
    return {
      rounds,
      function: medians(taken.function),
      bare: medians(taken.bare),
      bareWithoutExtras: medians(taken.bareWithoutExtras),
      ratio: medianRatio(totals(taken.function), totals(taken.bare)),
      ratioWithoutExtras: medianRatio(totals(taken.function), totals(taken.bareWithoutExtras)),
      kilobytes: Object.fromEntries([...sizes, ['bare clients', kilobytes(bare)]]),
    };
  } finally {
    await standIns.end();
    await rm(folder, { recursive: true });
  }
}

type StandIns = Awaited<ReturnType<typeof startChild>>;

async function environmentWithTls(standIns: StandIns, folder: string): Promise<Record<string, string>> {
  const authority = makeCertificate('Connections bench', { isAuthority: true });
  const server = makeCertificate('stand-ins', { issuer: authority, addresses: ['127.0.0.1'] });
  const certificate = { cert: server.pem, key: server.keyPem };
  const endpoints = await standIns.ask<Endpoints>('start', certificate);
  await givenConnection(endpoints);
  const { dynamodbTls: dynamodb = '', kmsTls: kms = '' } = endpoints;
  const trusted = join(folder, 'authority.pem');
  await writeFile(trusted, authority.pem);
  return { ...environmentAt({ dynamodb, kms }), NODE_EXTRA_CA_CERTS: trusted };
}

async function startOnce(bundle: string, environment: Record<string, string>): Promise<ColdStart> {
  const child = fork(fileURLToPath(new URL('first-answer.ts', import.meta.url)), [bundle], {
    env: { PATH: process.env.PATH ?? '', ...environment },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const exit = once(child, 'exit');
  const message = await Promise.race([once(child, 'message'), exit.then(() => undefined)]);
  await exit;
  if (!message) throw new Error(`${bundle} gave no first answer`);
  return message[0] as ColdStart;
}

function medians(runs: ColdStart[]): ColdStart {
  const of = (key: keyof ColdStart) => median(runs.map((run) => run[key]));
  return { import: of('import'), answer: of('answer'), total: of('total'), cpu: of('cpu') };
}
