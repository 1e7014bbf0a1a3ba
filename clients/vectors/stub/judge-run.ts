/** Judges a run by what arrived and what the runner reports. Pure. */
import type { Report } from './case.ts';
import { judgeCanaries } from './judge-canaries.ts';
import { judgeQuestions } from './judge-questions.ts';
import { judgeRequests } from './judge-requests.ts';
import { judgeResults } from './judge-results.ts';
import type { Run } from './run.ts';

export interface Verdict {
  ok: boolean;
  /** One sentence each. */
  differences: string[];
}

export function judgeRun(run: Run, report: Report): Verdict {
  const differences = [
    ...judgeQuestions(run),
    ...judgeRequests(run),
    ...judgeResults(run, report),
    ...judgeCanaries(run, report),
  ];
  return { ok: differences.length === 0, differences };
}
