/** All failures that a use case can report. The client receives the code's fixed text; the log receives the names of the causes. */
import type { ProblemCode, ProblemExtensions } from '../contract/problems.ts';
import { tellable } from '../oauth/tellable-error.ts';

/** A refusal with a stable code. Thrown by use cases, turned into RFC 9457 problem details at the edge. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly details: ProblemExtensions;

  constructor(code: ProblemCode, { cause, ...details }: { cause?: unknown } & ProblemExtensions = {}) {
    // An error of another library could quote what it was given; its name and code are enough for the log.
    super(code, { cause: cause === undefined ? undefined : tellable(cause) });
    this.details = details;
    this.name = 'Problem';
    this.code = code;
  }
}
