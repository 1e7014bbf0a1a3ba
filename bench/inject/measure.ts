/** Everything that `npm run bench -- inject` measures, one part after the other. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bundles } from '../bundles.ts';
import { type Child, startChild } from '../child.ts';
import { type ExpiredToken, shareOneRefresh } from '../expired-token/measure.ts';
import { givenConnection } from '../given.ts';
import { environmentAt } from '../scene.ts';
import { DIALS_LOOPBACK, startWithIssuer } from '../with-issuer.ts';
import { type CostLine, capacityOf, costOfAMillion } from './cost.ts';
import { type CountedInjections, countInjections } from './counted.ts';
import { measureLoopback, type ServedAt } from './loopback.ts';
import { type Compared, compareWarm } from './warm.ts';

export interface InjectReport {
  warm: Compared[];
  counted: CountedInjections;
  expiredToken: ExpiredToken;
  loopback: ServedAt[];
  cost: CostLine[];
}

export interface InjectOptions {
  injections: number;
  rounds: number;
  onProgress: (doing: string) => void;
}

const WARM_UP = { calls: 1_500, callers: 16 };

export async function measureInjection(bundles: Bundles, options: InjectOptions): Promise<InjectReport> {
  const children: Child[] = [];
  const folder = await mkdtemp(join(tmpdir(), 'connections-bench-'));
  const start = async (...input: Parameters<typeof startChild>) => {
    const child = await startChild(...input);
    children.push(child);
    return child;
  };
  try {
    return await measure(bundles, options, { start, folder });
  } finally {
    for (const child of children) await child.end();
    await rm(folder, { recursive: true });
  }
}

async function measure(
  bundles: Bundles,
  { injections, rounds, onProgress }: InjectOptions,
  { start, folder }: { start: typeof startChild; folder: string },
): Promise<InjectReport> {
  const standIns = await start('stand-ins.ts');
  const { endpoints, trust, token } = await startWithIssuer(standIns, folder);
  await givenConnection(endpoints);
  const deployed = bundles.deployed['token-injector'];
  const reference = bundles.reference('inject/bare.ts');
  const env = environmentAt(endpoints);
  const injector = await start('inject/caller.ts', { args: [deployed], env, execArgv: ['--expose-gc'] });
  const bare = await start('inject/caller.ts', { args: [reference], env });
  const verifying = await start('inject/caller.ts', {
    args: [deployed],
    env: { ...env, ...trust, ...token },
    execArgv: DIALS_LOOPBACK,
  });
  onProgress('warming up');
  for (const each of [injector, bare, verifying]) await each.ask('run', WARM_UP);
  onProgress('a warm injection against the bare read and write');
  const warm = await compareWarm({ trusting: injector, bare, verifying }, rounds);
  onProgress('over loopback HTTP');
  const servers = {
    standIns,
    injector: await start('inject/server.ts', { args: [deployed, 'lambda'], env }),
    bare: await start('inject/server.ts', { args: [reference, 'bare'], env }),
  };
  const loopback = await measureLoopback(servers, Math.ceil(rounds / 4));
  onProgress(`${injections} injections, counted`);
  const counted = await countInjections({ injector, standIns }, injections);
  const cost = costOfAMillion(counted, await capacityOf(endpoints));
  onProgress('callers of one expired token');
  const expiredToken = await shareOneRefresh();
  return { warm, counted, expiredToken, loopback, cost };
}
