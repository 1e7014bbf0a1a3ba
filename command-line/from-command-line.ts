/** What every program of this repository begins with: its arguments, or its help, or one sentence on what is wrong with them. */
import type { Command, CommandLine, Options } from './command.ts';
import { helpOf } from './command-help.ts';
import { UsageError } from './option.ts';
import { readCommandLine } from './read-command-line.ts';

/** As shells and most Unix tools have it: the command was used wrongly, and nothing was done. */
const WRONG_USAGE = 2;

/** In: the command. Out: what this process's arguments say. Ends the process with 0 after help, with 2 after a mistake. */
export function fromCommandLine<Known extends Options>(command: Command<Known>): CommandLine<Known> {
  try {
    const line = readCommandLine(command, process.argv.slice(2));
    if (line !== 'help') return line;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`${error.message} Help: ${command.call} -- --help\n`);
    process.exit(WRONG_USAGE);
  }
  process.stdout.write(helpOf(command));
  process.exit(0);
}
