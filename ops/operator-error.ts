/** Told to the operator as it is. Holds nothing that was entered: it could be a secret in the wrong place. */
export class OperatorError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'OperatorError';
  }
}

/** Runs a command; what fails is told in one line, without what a service said: its message can quote the request. */
export function runCommand(command: () => Promise<void>): void {
  command().catch((error: unknown) => {
    const name = error instanceof Error ? error.name : 'unknown';
    const told = error instanceof OperatorError ? error.message : `It failed: ${name}`;
    process.stderr.write(`${told}\n`);
    process.exitCode = 1;
  });
}
