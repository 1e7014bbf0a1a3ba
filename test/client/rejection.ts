import { expect } from 'vitest';

/** What a promise rejects with that must not succeed. */
export const rejection = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.unreachable(),
    (error: unknown) => error as Error & { code: string },
  );
