import { inspect } from 'node:util';

const REDACTED = '[secret]';

/**
 * A token, client secret, code or key in memory. Its string, JSON and inspect forms are redacted, so that neither a log
 * line nor an error message nor an API answer can carry it by accident; `reveal()` is the one greppable way out.
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

  [inspect.custom](): string {
    return REDACTED;
  }
}
