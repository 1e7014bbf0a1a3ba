/**
 * Covers the rights in lib/functions and lib/storage: requests, and for each the functions that may make it. Every other function
 * must be refused. The names are rows of docs/permissions.md; docs/architecture.md explains the rights of each function.
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
