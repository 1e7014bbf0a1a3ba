/** Looks for what nobody may see in the results and logs of a runner. Pure. */
import type { Canary, Json, Report, ReportedResult } from './case.ts';
import { shown } from './differences.ts';
import type { Run } from './run.ts';

/** One sentence for each canary and place. */
export function judgeCanaries({ one }: Run, { results, logs = '' }: Report): string[] {
  const { canaries } = one;
  return [
    ...results.flatMap((result, at) => found(canaries, textOf(result), `result ${at + 1}`)),
    ...found(canaries, Buffer.from(logs), 'what was logged'),
  ];
}

/** All that is shown of a result. The value of a function is not shown: it may be the injection itself. */
function textOf(result: ReportedResult): Buffer {
  if ('value' in result) return Buffer.alloc(0);
  if ('error' in result) return Buffer.from(shownWhole(result.error));
  const { body, ...rest } = result.response;
  return Buffer.concat([Buffer.from(body, 'base64'), Buffer.from(`\n${shownWhole(rest)}`)]);
}

/** JSON, and each text in it as it is. */
function shownWhole(value: Json | object): string {
  const texts: string[] = [];
  const json = JSON.stringify(value, (_, each) => {
    if (typeof each === 'string') texts.push(each);
    return each;
  });
  return [json, ...texts].join('\n');
}

function found(canaries: Canary[], bytes: Buffer, place: string): string[] {
  return canaries
    .filter((canary) =>
      bytes.includes(typeof canary === 'string' ? canary : Buffer.from(canary.base64, 'base64')),
    )
    .map((canary) => `${place} has ${shown(canary)}, which nobody may see`);
}
