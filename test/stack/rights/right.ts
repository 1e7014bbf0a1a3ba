import type { FunctionName } from '../../../src/contract/environment.ts';
import type { StageTemplate } from '../stage-template.ts';
import type { Request } from './policy-evaluator.ts';

/** A row of docs/permissions.md: requests to AWS, and the functions that may make them. */
export interface Right {
  group: string;
  name: string;
  allowed: FunctionName[];
  /** A function has the right if it may make one of them. */
  requests: (template: StageTemplate) => Request[];
}
