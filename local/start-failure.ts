import { BadOption } from './start-options.ts';
import { StateInUse } from './state-lock.ts';

/** One sentence that says what is wrong and how to mend it. */
export function sentenceFor(error: unknown): string {
  if (error instanceof BadOption) return error.message;
  if (error instanceof StateInUse) {
    return 'Another npm start uses this state folder: stop it, or choose another one with npm start -- --state <folder>.';
  }
  const { code, port, message } = error as NodeJS.ErrnoException & { port?: number };
  if (code === 'EADDRINUSE') {
    return `Port ${port} is taken: stop what uses it, or choose another range with npm start -- --port 4000.`;
  }
  return `The local environment did not start: ${message}`;
}
