/**
 * Errors that may be logged, thrown on and shown. The errors of oauth4webapi, jose, JSON.parse and Node hold pieces of the answer
 * that they complain about (`cause`, `response`, `rawPacket`, the message), so none of them leaves this room as it is (T064).
 */

/** An error that holds nothing of what a provider sent. Its cause is reduced to a name and a code by its constructor. */
export class TellableError extends Error {
  constructor(message: string, options: { cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: tellable(options.cause) });
  }
}

/** What is told of an error of another library: the name of its class, its code, and the address that was dialled. */
class ForeignError extends TellableError {
  readonly code: string | undefined;
  readonly address: string | undefined;
  readonly port: number | undefined;
  /** Of an AggregateError, such as that of several addresses. */
  readonly errors: readonly TellableError[] | undefined;

  constructor({ name, code, address, port, errors }: Record<string, unknown>) {
    const known = identifier(code, /^[A-Z][A-Z0-9_]{1,60}$/);
    const ofClass = identifier(name, /^[A-Za-z]{1,60}$/) ?? 'Unknown';
    super(known ?? ofClass);
    this.name = ofClass;
    this.code = known;
    this.address = identifier(address, /^[0-9a-f]{0,4}[.:][0-9a-f.:]{1,40}$/i);
    this.port = typeof port === 'number' ? port : undefined;
    this.errors = Array.isArray(errors) ? errors.map(tellable) : undefined;
  }
}

/** The error itself if it is tellable; otherwise one that has its name, code and address alone. */
export function tellable(error: unknown): TellableError {
  if (error instanceof TellableError) return error;
  return new ForeignError(error instanceof Error ? (error as unknown as Record<string, unknown>) : {});
}

/** Names of classes and codes are constants of the code, and Node fills in addresses. Another form could be a provider's text. */
function identifier(value: unknown, form: RegExp): string | undefined {
  return typeof value === 'string' && form.test(value) ? value : undefined;
}

/** For `catch`: throws the tellable error. */
export function throwTellable(error: unknown): never {
  throw tellable(error);
}
