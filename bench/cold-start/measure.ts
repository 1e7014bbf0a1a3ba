/**
 * From the import of the deployed bundle to its first answer, against a bundle of the two bare clients, in both modes of a stage:
 * with the caller's token verified, which is the default, and without. Over TLS as in AWS: in plain HTTP the SDK loads `node:http`,
 * and with it all of `fetch`.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundlingOf } from '../../lib/functions/code/function-bundling.ts';
import { FUNCTIONS } from '../../src/contract/environment.ts';
import { type Bundles, kilobytes } from '../bundles.ts';
import { type Child as StandIns, startChild } from '../child.ts';
import { givenConnection } from '../given.ts';
import { interleave } from '../interleave.ts';
import { environmentAt } from '../scene.ts';
import { median, medianRatio } from '../statistics.ts';
import { DIALS_LOOPBACK, type Environment, startWithIssuer } from '../with-issuer.ts';
import type { ColdStart } from './first-answer.ts';

export interface ColdStartReport {
  rounds: number;
  /** token-injector, which verifies the caller's token. */
  verifying: ColdStart;
  /** token-injector of a stage that trusts its runtime. */
  trusting: ColdStart;
  /** The bare clients, bundled as the functions are (lib/functions/code/bundling.ts). */
  bare: ColdStart;
  /** The same, bundled as NodejsFunction does by default. */
  bareByDefault: ColdStart;
  /** Medians of the ratios of neighbouring runs, of the total, to `bare`. */
  ratio: { verifying: number; trusting: number };
  kilobytes: Record<string, number>;
}

/** Whether a first answer loads Node's `fetch`. */
export const loadsFetch = ({ verifying, trusting }: ColdStartReport) =>
  verifying.loadsFetch || trusting.loadsFetch;

export async function measureColdStart(bundles: Bundles, rounds: number): Promise<ColdStartReport> {
  const folder = await mkdtemp(join(tmpdir(), 'connections-bench-'));
  const standIns = await startChild('stand-ins.ts');
  try {
    const environments = await environmentsWithTls(standIns, folder);
    const injector = bundles.deployed['token-injector'];
    const bare = bundles.reference('cold-start/bare.ts', {
      external: bundlingOf('token-injector').externalModules,
    });
    const byDefault = bundles.reference('cold-start/bare.ts');
    const taken = await interleave(rounds, {
      verifying: () => startOnce(injector, environments.verifying),
      bare: () => startOnce(bare, environments.trusting),
      trusting: () => startOnce(injector, environments.trusting),
      bareByDefault: () => startOnce(byDefault, environments.trusting),
    });
    const ratioOf = (runs: ColdStart[]) => medianRatio(totals(runs), totals(taken.bare));
    const sizes = FUNCTIONS.map((name) => [name, kilobytes(bundles.deployed[name])] as const);
    return {
      rounds,
      verifying: medians(taken.verifying),
      trusting: medians(taken.trusting),
      bare: medians(taken.bare),
      bareByDefault: medians(taken.bareByDefault),
      ratio: { verifying: ratioOf(taken.verifying), trusting: ratioOf(taken.trusting) },
      kilobytes: Object.fromEntries([...sizes, ['bare clients', kilobytes(bare)]]),
    };
  } finally {
    await standIns.end();
    await rm(folder, { recursive: true });
  }
}

/** The variables of both modes, and the stand-ins that they name. */
export async function environmentsWithTls(
  standIns: StandIns,
  folder: string,
): Promise<{ verifying: Environment; trusting: Environment }> {
  const { endpoints, trust, token } = await startWithIssuer(standIns, folder);
  await givenConnection(endpoints);
  const { dynamodbTls: dynamodb = '', kmsTls: kms = '' } = endpoints;
  const trusting = { ...environmentAt({ dynamodb, kms }), ...trust };
  return { trusting, verifying: { ...trusting, ...token } };
}

/** A fresh process: from the import of the bundle to its first answer. */
export async function startOnce(bundle: string, environment: Environment): Promise<ColdStart> {
  const child = fork(fileURLToPath(new URL('first-answer.ts', import.meta.url)), [bundle], {
    env: { PATH: process.env.PATH ?? '', ...environment },
    execArgv: DIALS_LOOPBACK,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const exit = once(child, 'exit');
  const message = await Promise.race([once(child, 'message'), exit.then(() => undefined)]);
  await exit;
  if (!message) throw new Error(`${bundle} gave no first answer`);
  return message[0] as ColdStart;
}

function totals(runs: ColdStart[]): number[] {
  return runs.map(({ total }) => total);
}

function medians(runs: ColdStart[]): ColdStart {
  const of = (key: 'import' | 'answer' | 'total' | 'cpu') => median(runs.map((run) => run[key]));
  const loadsFetch = runs.some((run) => run.loadsFetch);
  return { import: of('import'), answer: of('answer'), total: of('total'), cpu: of('cpu'), loadsFetch };
}
