/**
 * What one answer is searched for: the secrets of its own request, and those that its fetch or session knows. The latter may
 * have forgotten the former while the answer is on its way, and an injection may have more secrets than are known.
 */
import type { Values } from './injected-secrets.ts';
import type { KnownSecrets } from './known-secrets.ts';
import type { PatternSet } from './secret-patterns.ts';
import type { SecretSet } from './secret-set.ts';

/** As long as the known secrets include those of the answer, the patterns are those that all answers share. */
export class AnswerSecrets {
  readonly #known: KnownSecrets;
  readonly #own: readonly string[];
  #united: { known: SecretSet; all: SecretSet } | undefined;

  /** `own` is the injection of the request, if it had one. It becomes known. */
  constructor(known: KnownSecrets, own: Values | undefined) {
    this.#known = known;
    this.#own = own ? known.add(own) : [];
  }

  /** What to look for in texts and bytes at present. */
  get patterns(): PatternSet {
    return this.#now.patterns;
  }

  /** What to look for in names of headers at present. */
  get caselessPatterns(): PatternSet {
    return this.#now.caselessPatterns;
  }

  get #now(): SecretSet {
    const known = this.#known.now;
    if (known.hasAll(this.#own)) return known;
    if (this.#united?.known !== known) this.#united = { known, all: known.andAlso(this.#own) };
    return this.#united.all;
  }
}
