/** A problem, as every operation can answer with one. */
import * as z from 'zod';
import { type ProblemCode as Code, PROBLEMS } from '../problems.ts';
import { withMeanings } from './described.ts';
import { REMEDIES } from './remedies.ts';

const CODES = Object.keys(PROBLEMS) as [Code, ...Code[]];
const MEANINGS = Object.fromEntries(CODES.map((code) => [code, `${PROBLEMS[code][2]} ${REMEDIES[code]}`]));

export const ProblemCode = z.enum(CODES).meta({
  id: 'ProblemCode',
  description: withMeanings('What went wrong. Programs decide by this code.', MEANINGS),
});

export const ProblemDetails = z
  .object({
    type: z.string().describe('`urn:connections:problem:` and the code.'),
    title: z.string().describe('The name of the problem, for people. A release can change the words.'),
    status: z.int().describe('The HTTP status.'),
    detail: z.string().describe('What the problem means, for people. A release can change the words.'),
    code: ProblemCode,
    correlationId: z
      .string()
      .optional()
      .describe('The id of the log entry that has the cause. Present for faults of the service.'),
  })
  .meta({ id: 'Problem', description: 'A problem (RFC 9457 section 3).' });
