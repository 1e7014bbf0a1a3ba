import type { Call } from '../../../dashboard/src/api/types.ts';

/** A call that was allowed. */
export const CALL: Call = {
  operationId: '019a8a3e-7c1b-7d2e-8f40-3b5a6c7d8e9f',
  at: '2026-11-30T12:00:00Z',
  outcome: 'injected',
  server: 'notes',
  tool: 'list_notes',
  connectionId: 'demo~sales',
};
