/** The tokens of one grant that a scripted provider gave out, and which of them still work. */
import { randomBytes } from 'node:crypto';

export interface TokenPair {
  access: string;
  refresh: string;
}

export interface TokenRules {
  /** How each token begins: `at-` and `rt-` where the provider does not say. */
  prefixes?: { access: string; refresh: string };
  /** What happens when a refresh token is used again. `works`: refresh tokens are not rotated. */
  reuse: 'works' | 'fails' | 'ends-grant';
  /** A refresh ends the access tokens from before it. */
  refreshEndsAccess?: true;
  /** A new consent ends the tokens of the earlier one. */
  consentEndsGrant?: true;
}

/** The tokens as JSON, for a provider that runs again. */
export interface KeptTokens {
  liveAccess: string[];
  spent: string[];
  revoked: string[];
  expired?: string[];
  current?: TokenPair | undefined;
  refresh?: string | undefined;
  code?: string | undefined;
}

export class IssuedTokens {
  readonly #rules: TokenRules;
  readonly #liveAccess: Set<string>;
  readonly #spent: Set<unknown>;
  readonly #revoked: Set<string>;
  readonly #expired: Set<unknown>;
  /** The refresh token that each access token came with. */
  readonly #refreshOf = new Map<string, string>();
  #current: TokenPair | undefined;
  #refresh: string | undefined;
  #code: string | undefined;

  /** Without `kept`, nothing was given out yet. */
  constructor(rules: TokenRules, kept?: KeptTokens) {
    this.#rules = rules;
    this.#liveAccess = new Set(kept?.liveAccess);
    this.#spent = new Set(kept?.spent);
    this.#revoked = new Set(kept?.revoked);
    this.#expired = new Set(kept?.expired);
    this.#current = kept?.current;
    this.#refresh = kept?.refresh;
    this.#code = kept?.code;
  }

  kept(): KeptTokens {
    return {
      liveAccess: [...this.#liveAccess],
      spent: [...this.#spent] as string[],
      revoked: [...this.#revoked],
      expired: [...this.#expired] as string[],
      current: this.#current,
      refresh: this.#refresh,
      code: this.#code,
    };
  }

  /** Whether this is a code or a token of this grant, live or spent. */
  knows(text: string): boolean {
    const isLive = text === this.#code || text === this.#refresh || this.#liveAccess.has(text);
    return isLive || this.#spent.has(text) || this.#expired.has(text) || this.isCurrent(text);
  }

  /** Whether some access token still works. */
  hasAccess(): boolean {
    return this.#liveAccess.size > 0;
  }

  newCode(): string {
    this.#code = `code-${random()}`;
    return this.#code;
  }

  /** True once, for the code that was given out last. A wrong code ends that one too. */
  spendCode(presented: unknown): boolean {
    const isGood = this.#code !== undefined && presented === this.#code;
    if (isGood) this.#spent.add(presented);
    this.#code = undefined;
    return isGood;
  }

  /** The pair of a new consent. */
  issue(): TokenPair {
    if (this.#rules.consentEndsGrant) this.endGrant();
    return this.#newPair(this.#newRefresh());
  }

  /** The next pair; undefined when the refresh token does not work. */
  rotate(presented: unknown): TokenPair | undefined {
    const { reuse, refreshEndsAccess } = this.#rules;
    if (this.#refresh === undefined || presented !== this.#refresh) {
      if (reuse === 'ends-grant' && this.#spent.has(presented)) this.endGrant();
      return undefined;
    }
    if (refreshEndsAccess) this.#liveAccess.clear();
    if (reuse === 'works') return this.#newPair(this.#refresh);
    this.#spent.add(presented);
    return this.#newPair(this.#newRefresh());
  }

  isAccessLive(token: unknown): boolean {
    return this.#liveAccess.has(token as string);
  }

  /** All access tokens have run out; the refresh token works as before. */
  expireAccess(): void {
    for (const token of this.#liveAccess) this.#expired.add(token);
    this.#liveAccess.clear();
  }

  /** Whether it is an access token that has run out. */
  isExpired(token: unknown): boolean {
    return this.#expired.has(token);
  }

  isRefreshLive(token: unknown): boolean {
    return this.#refresh !== undefined && token === this.#refresh;
  }

  /** Whether some refresh token still works. */
  isRefreshable(): boolean {
    return this.#refresh !== undefined;
  }

  /** Whether it is one of the newest pair. */
  isCurrent(token: unknown): boolean {
    return this.#current !== undefined && Object.values(this.#current).includes(token as string);
  }

  /** Ends one access token; false when it was not live. */
  revokeAccess(token: unknown): boolean {
    return this.#liveAccess.delete(token as string);
  }

  /** Ends a live access token, its refresh token and the other access tokens of that one, but no token of another consent. */
  endPairOf(access: string | undefined): void {
    const isNewest = access !== undefined && this.#current?.access === access;
    const refresh = isNewest ? this.#current?.refresh : this.#refreshOf.get(access ?? '');
    for (const token of this.#liveAccess)
      if (token === access || this.#refreshOf.get(token) === refresh) this.#liveAccess.delete(token);
    if (this.#refresh === refresh) this.revokeRefresh();
  }

  /** Ends the refresh token alone. */
  revokeRefresh(): void {
    this.#refresh = undefined;
  }

  /** Ends the grant once both tokens of the pair were revoked, each in a request of its own, or have run out. */
  revokeOneOfTwo(token: unknown): void {
    if (this.isRefreshLive(token)) this.#revoked.add('refresh');
    if (this.isAccessLive(token) || !this.hasAccess()) this.#revoked.add('access');
    if (this.#revoked.size === 2) this.endGrant();
  }

  /** No token works any more. */
  endGrant(): void {
    this.#liveAccess.clear();
    this.#revoked.clear();
    this.#refresh = undefined;
  }

  #newRefresh(): string {
    return (this.#rules.prefixes?.refresh ?? 'rt-') + random();
  }

  #newPair(refresh: string): TokenPair {
    const access = (this.#rules.prefixes?.access ?? 'at-') + random();
    this.#liveAccess.add(access);
    this.#refreshOf.set(access, refresh);
    this.#refresh = refresh;
    this.#current = { access, refresh };
    return this.#current;
  }
}

function random(): string {
  return randomBytes(18).toString('base64url');
}
