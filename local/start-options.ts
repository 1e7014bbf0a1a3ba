import { parseArgs } from 'node:util';

export interface StartOptions {
  /** Of the dashboard and the API; the four ports after it are used too. */
  port: number;
  /** Folder of everything that is kept. */
  state: string;
}

/** An option that cannot be taken; its message is the sentence for the person. */
export class BadOption extends Error {}

const USAGE = 'npm start -- [--port 3000] [--state .local]';

export function startOptions(args: string[]): StartOptions {
  const values = parse(args);
  const port = Number(values.port ?? 3000);
  // Five ports from here, none of them privileged.
  if (!/^\d+$/.test(values.port ?? '3000') || port < 1024 || port > 65_531) {
    throw new BadOption(`--port takes a number from 1024 to 65531. Usage: ${USAGE}`);
  }
  return { port, state: values.state ?? '.local' };
}

function parse(args: string[]): { port?: string; state?: string } {
  try {
    return parseArgs({ args, options: { port: { type: 'string' }, state: { type: 'string' } } }).values;
  } catch {
    throw new BadOption(`That is not an option of npm start. Usage: ${USAGE}`);
  }
}
