/** The tokens that a script has given out, and which of them still work. */
import { randomBytes } from 'node:crypto';

export interface Pair {
  access: string;
  refresh: string;
}

export interface Rotation {
  /** What happens to the used refresh token. */
  refresh: 'stays' | 'dies' | 'kills-family';
  /** Whether the old access token dies at the refresh. */
  oldAccessDies?: boolean;
}

export class Ledger {
  readonly #prefixes: { access: string; refresh: string };
  readonly #rotation: Rotation;
  readonly liveAccess = new Set<string>();
  #refresh: string | undefined;
  readonly #spent = new Set<string>();
  #code: string | undefined;
  dead = false;

  constructor(rotation: Rotation, prefixes = { access: 'at-', refresh: 'rt-' }) {
    this.#rotation = rotation;
    this.#prefixes = prefixes;
  }

  newCode(): string {
    this.#code = `code-${random()}`;
    return this.#code;
  }

  /** True once for the code that was given out. */
  spendCode(code: string | null | undefined): boolean {
    const good = code !== undefined && code !== null && code === this.#code;
    this.#code = undefined;
    return good;
  }

  /** The pair of a new consent; earlier access tokens stay as they are. */
  issue(): Pair {
    this.dead = false;
    this.#refresh = this.#prefixes.refresh + random();
    return { access: this.#newAccess(), refresh: this.#refresh };
  }

  /** Undefined: the refresh token is not good (any more). */
  rotate(presented: string | null | undefined): Pair | undefined {
    if (this.dead || !presented || presented !== this.#refresh) {
      if (presented && this.#spent.has(presented) && this.#rotation.refresh === 'kills-family') this.kill();
      return undefined;
    }
    if (this.#rotation.oldAccessDies) this.liveAccess.clear();
    if (this.#rotation.refresh !== 'stays') {
      this.#spent.add(presented);
      this.#refresh = this.#prefixes.refresh + random();
    }
    return { access: this.#newAccess(), refresh: this.#refresh };
  }

  isRefreshLive(token: string | undefined | null): boolean {
    return !this.dead && token !== undefined && token === this.#refresh;
  }

  revokeAccess(token: string | undefined): boolean {
    return token !== undefined && this.liveAccess.delete(token);
  }

  /** Ends everything. */
  kill(): void {
    this.dead = true;
    this.liveAccess.clear();
    this.#refresh = undefined;
  }

  #newAccess(): string {
    const token = this.#prefixes.access + random();
    this.liveAccess.add(token);
    return token;
  }
}

function random(): string {
  return randomBytes(18).toString('base64url');
}
