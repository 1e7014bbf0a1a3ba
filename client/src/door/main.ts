/** `connections-door`: the command line. Each command is a file in commands/. */
import { CHECK } from './commands/check.ts';
import type { DoorCommand } from './commands/command.ts';
import { CONFIGURE } from './commands/configure.ts';
import { NEW_SECRET } from './commands/new-secret.ts';
import { PROBE } from './commands/probe.ts';
import { SERVE } from './commands/serve.ts';
import { DoorError } from './door-error.ts';

const COMMANDS: Record<string, DoorCommand> = {
  serve: SERVE,
  configure: CONFIGURE,
  check: CHECK,
  probe: PROBE,
  'new-secret': NEW_SECRET,
};

function help(): string {
  const uses = Object.entries(COMMANDS).map(
    ([name, { usage, description }]) => `  connections-door ${name} ${usage}\n      ${description}`,
  );
  return `Gives a gateway the token for one MCP operation, over HTTP on this machine.\n\nUsage:\n${uses.join('\n')}\n`;
}

async function run([name = '--help', ...args]: string[]): Promise<number> {
  if (name === '--help' || args.includes('--help')) {
    process.stdout.write(help());
    return 0;
  }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command)
    throw new DoorError('arguments_refused', `there is no command ${JSON.stringify(name)}\n\n${help()}`);
  return command.run(args, { write: (text) => process.stdout.write(text), environment: process.env });
}

run(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    const text =
      error instanceof DoorError ? `${error.code}: ${error.message}` : `failed: ${(error as Error)?.name}`;
    process.stderr.write(`connections-door: ${text}\n`);
    process.exitCode = 1;
  },
);
