import { PROBLEMS, type ProblemCode } from '../../../src/contract/problems.ts';

/** What went wrong, in the API's own sentence, by the problem's code. */
export const PROBLEM_WORDS = Object.fromEntries(
  Object.entries(PROBLEMS).map(([code, [, , detail]]) => [code, detail]),
) as Record<ProblemCode, string>;
