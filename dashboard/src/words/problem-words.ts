import { PROBLEMS, type ProblemCode } from '../../../src/contract/problems.ts';

/** The API's sentence for each problem, by code. */
export const PROBLEM_WORDS = Object.fromEntries(
  Object.entries(PROBLEMS).map(([code, [, , detail]]) => [code, detail]),
) as Record<ProblemCode, string>;
