/** What every command of `connections-door` is, and how it reads its options. */
import { parseArgs } from 'node:util';
import { DoorError } from '../door-error.ts';

export interface Surroundings {
  /** Writes to standard output. */
  write(text: string): void;
  environment: Readonly<Record<string, string | undefined>>;
}

export interface DoorCommand {
  /** Its options, as help shows them. */
  usage: string;
  /** One sentence. */
  description: string;
  /** Returns the exit code: 0, or 1 if what was checked does not hold. @throws {DoorError} */
  run(args: string[], surroundings: Surroundings): Promise<number>;
}

/** The options, each with one value. @throws {DoorError} `arguments_refused`: one is unknown, or a required one is missing. */
export function optionsOf<Required extends string, Optional extends string>(
  args: string[],
  { required, optional }: { required: readonly Required[]; optional: readonly Optional[] },
): Record<Required, string> & Partial<Record<Optional, string>> {
  const names = [...required, ...optional];
  const options = Object.fromEntries(names.map((name) => [name, { type: 'string' as const }]));
  const values = parsed(args, options);
  const missing = required.find((name) => values[name] === undefined);
  if (missing !== undefined) throw new DoorError('arguments_refused', `--${missing} is missing`);
  return values as Record<Required, string> & Partial<Record<Optional, string>>;
}

function parsed(
  args: string[],
  options: Record<string, { type: 'string' }>,
): Record<string, string | undefined> {
  try {
    return parseArgs({ args, options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    throw new DoorError('arguments_refused', (error as Error).message);
  }
}
