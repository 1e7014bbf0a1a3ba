import type { ProblemText } from '../../api/api-problem.ts';
import type { AppCheck } from '../../api/apps.ts';

/** What the page tells of an app after a check. */
export interface Told {
  /** What was asked about: what a form holds, what was saved just before, or what is stored. */
  of: 'form' | 'saved' | 'stored';
  /** Absent: the provider could not be asked. */
  check?: AppCheck;
  /** Why not. */
  problem?: ProblemText;
}
