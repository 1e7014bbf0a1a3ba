/** Judges how long a client waited before it asked again. Pure. */
import { differences } from './differences.ts';
import type { Run } from './run.ts';

/** A client that slept in real time is judged by the times of its questions. */
export function judgeWaits(
  { questions }: Run,
  expected: number[],
  waits: number[] | null | undefined,
): string[] {
  if (waits) return differences(expected, waits, 'the waits');
  const gaps = questions.slice(1).map(({ at }, index) => at - (questions[index]?.at ?? at));
  return expected.flatMap((wait, at) =>
    (gaps[at] ?? wait) < wait - 5 ? [`wait ${at + 1} was shorter than ${wait} ms`] : [],
  );
}
