import { BadOption } from './start-options.ts';
import { StateInUse } from './state-lock.ts';

/** A sentence for the person who ran `npm start`: what is wrong, and how to fix it. */
export function sentenceFor(error: unknown): string {
  if (error instanceof BadOption) return error.message;
  if (error instanceof StateInUse) {
    return 'Another npm start uses this state folder. Stop it, or choose another folder with npm start -- --state <folder>.';
  }
  const { code, port, message } = error as NodeJS.ErrnoException & { port?: number };
  if (code === 'EADDRINUSE') {
    return `Port ${port} is in use. Stop the program that uses it, or choose other ports with npm start -- --port 4000.`;
  }
  return `The local environment did not start: ${message}`;
}
