/** Node's `inspect.custom`; an import of `node:util` would load all of it at each start. */
const INSPECT = Symbol.for('nodejs.util.inspect.custom');
const REDACTED = '[secret]';

/**
 * A token, client secret, code or key in memory. Its string, JSON and inspect forms are redacted, so that no log line, error
 * message or API answer contains it by accident. Only `reveal()` returns it; reviews search for that call.
 */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return REDACTED;
  }

  toJSON(): string {
    return REDACTED;
  }

  [INSPECT](): string {
    return REDACTED;
  }
}
