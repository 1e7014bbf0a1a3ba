import { BadOption } from './start-options.ts';

/** One sentence that says what is wrong and how to mend it. */
export function sentenceFor(error: unknown): string {
  if (error instanceof BadOption) return error.message;
  const { code, port, message, cause } = error as NodeJS.ErrnoException & { port?: number };
  if (code === 'EADDRINUSE') {
    return `Port ${port} is taken: stop what uses it, or choose another range with npm start -- --port 4000.`;
  }
  if (
    code === 'LEVEL_DATABASE_NOT_OPEN' ||
    (cause as { code?: string } | undefined)?.code === 'LEVEL_LOCKED'
  ) {
    return 'Another npm start uses this state folder: stop it, or choose another folder with npm start -- --state <folder>.';
  }
  return `The local environment did not start: ${message}`;
}
