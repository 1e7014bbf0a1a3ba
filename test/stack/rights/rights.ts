/**
 * Covers the rights in lib/functions and lib/storage: requests, and for each the functions that may make it. Every other function
 * must be refused. The names are rows of docs/permissions.md; docs/architecture.md explains the rights of each function.
 */
import type { Right } from './right.ts';
import {
  CURSOR_RIGHTS,
  ESCROW_RIGHTS,
  EVENT_RIGHTS,
  KEY_RIGHTS,
  OTHER_RIGHTS,
  SECRET_RIGHTS,
} from './rights-beside-the-table.ts';
import { TABLE_RIGHTS } from './rights-on-the-table.ts';

export const RIGHTS: readonly Right[] = [
  ...TABLE_RIGHTS,
  ...KEY_RIGHTS,
  ...CURSOR_RIGHTS,
  ...SECRET_RIGHTS,
  ...ESCROW_RIGHTS,
  ...EVENT_RIGHTS,
  ...OTHER_RIGHTS,
];
