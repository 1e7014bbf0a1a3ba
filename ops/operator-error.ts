/** An error whose message is printed to the operator. The message repeats no input, which could be a secret in the wrong place. */
export class OperatorError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'OperatorError';
  }
}

/** Runs a command, and prints a failure in one line. The message of a service is left out, since it can quote the request. */
export function runCommand(command: () => Promise<void>): void {
  command().catch((error: unknown) => {
    const name = error instanceof Error ? error.name : 'unknown';
    const message = error instanceof OperatorError ? error.message : `The command failed: ${name}`;
    process.stderr.write(`${message}\n`);
    process.exitCode = 1;
  });
}
