import { PROBLEMS, type ProblemCode } from '../../../src/contract/problems.ts';
import { withoutMarks } from './plain-text.ts';

/** The API's sentence for each problem, by code. */
export const PROBLEM_WORDS = Object.fromEntries(
  Object.entries(PROBLEMS).map(([code, [, , detail]]) => [code, withoutMarks(detail)]),
) as Record<ProblemCode, string>;
