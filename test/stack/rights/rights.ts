/**
 * The rights table of design section 1, as requests: for each, who may make it. What is not listed for a function must
 * be refused to it. The names are rows of docs/permissions.md.
 */
import type { FunctionName } from '../../../src/contract/environment.ts';
import type { StageTemplate } from '../stage-template.ts';
import type { Request } from './policy-evaluator.ts';
import {
  ESCROW_RIGHTS,
  EVENT_RIGHTS,
  KEY_RIGHTS,
  OTHER_RIGHTS,
  SECRET_RIGHTS,
} from './rights-beside-the-table.ts';
import { TABLE_RIGHTS } from './rights-on-the-table.ts';

export interface Right {
  group: string;
  name: string;
  allowed: FunctionName[];
  /** A function has the right if it may make one of them. */
  requests: (template: StageTemplate) => Request[];
}

export const RIGHTS: readonly Right[] = [
  ...TABLE_RIGHTS,
  ...KEY_RIGHTS,
  ...SECRET_RIGHTS,
  ...ESCROW_RIGHTS,
  ...EVENT_RIGHTS,
  ...OTHER_RIGHTS,
];
