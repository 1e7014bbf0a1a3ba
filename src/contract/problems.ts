/** What the HTTP API answers when it refuses or fails: codes, their members, and the reasons within them. */
export * from './problems/callback-errors.ts';
export * from './problems/field-faults.ts';
export * from './problems/problem-codes.ts';
export * from './problems/problem-extensions.ts';
export * from './problems/trial-failures.ts';
