/** Breaks that nothing notices, each with the reason: survivors.json. And what a run found beside them. */
import { readFileSync } from 'node:fs';
import type { Break } from './breaks.ts';
import { noticeOf } from './notice.ts';

/** `what` and `provider` are of one break; `*` stands for any provider, or any wrong value. */
export interface Survivor {
  field: string;
  what: string;
  providers: string[];
  reason: string;
}

export type Found = Pick<Break, 'provider' | 'field' | 'what'>;

export interface Verdict {
  broken: number;
  survivors: Found[];
  /** How many each kind of check noticed first. */
  noticed: Record<string, number>;
}

export const LEAST_PERCENT = 95;

export function listedSurvivors(): Survivor[] {
  return JSON.parse(readFileSync(new URL('survivors.json', import.meta.url), 'utf8'));
}

/** Breaks each definition in turn. */
export async function judge(breaks: readonly Break[], notice = noticeOf): Promise<Verdict> {
  const survivors: Found[] = [];
  const noticed: Record<string, number> = {};
  for (const { broken, provider, field, what } of breaks) {
    const by = (await notice(broken))?.by;
    if (by === undefined) survivors.push({ provider, field, what });
    else noticed[by] = (noticed[by] ?? 0) + 1;
  }
  return { broken: breaks.length, survivors, noticed };
}

/** Those that the list does not have. */
export function unlisted(found: readonly Found[], listed: readonly Survivor[]): Found[] {
  return found.filter((one) => !listed.some((other) => isOf(other, one)));
}

/** Providers of the list whose break is noticed by now, or is none any more. Only of a run of all breaks. */
export function outdated(found: readonly Found[], listed: readonly Survivor[]): Found[] {
  return listed.flatMap(({ field, what, providers }) =>
    providers
      .map((provider) => ({ provider, field, what }))
      .filter((one) => !found.some((other) => isDeepSame(other, one))),
  );
}

export function percentOf({ broken, survivors }: Pick<Verdict, 'broken' | 'survivors'>): number {
  return broken === 0 ? 0 : (100 * (broken - survivors.length)) / broken;
}

function isOf({ field, what, providers }: Survivor, one: Found): boolean {
  return field === one.field && what === one.what && providers.includes(one.provider);
}

function isDeepSame(one: Found, other: Found): boolean {
  return one.provider === other.provider && one.field === other.field && one.what === other.what;
}
